/** Who is signed in, as the token says: for what is shown only, as every service checks the token itself. */
import { cookies } from 'next/headers';

export type User = { username: string; role: 'ADMIN' | 'USER' };

export async function currentUser(): Promise<User | undefined> {
  const token = (await cookies()).get('catalog_access')?.value;
  try {
    const claims = JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString()) as Partial<User>;
    return claims.username && claims.role ? { username: claims.username, role: claims.role } : undefined;
  } catch {
    return undefined;
  }
}

/** The access token of whoever looks at a page, from their cookies. */
import { cookies } from 'next/headers';
import { ACCESS_COOKIE } from '../session-cookies.ts';

export const accessToken = async (): Promise<string | undefined> => (await cookies()).get(ACCESS_COOKIE)?.value;

/** A client of the catalog that the environment names, signed in as the user it names. */
import { type CatalogClient, CatalogRefusal, signIn } from '@catalog/catalog-client';
import { catalogAccess } from './catalog-access.ts';

export async function catalogApi(environment: NodeJS.ProcessEnv = process.env): Promise<CatalogClient> {
  const { url, credentials } = await catalogAccess(environment);
  return signIn({ url, credentials }).catch((error: unknown) => {
    if (!(error instanceof CatalogRefusal && error.status === 401 && 'username' in credentials)) throw error;
    throw new Error(
      `${url} does not let ${credentials.username} in: ${error.message}. CATALOG_USERNAME and CATALOG_PASSWORD say who signs in.`,
    );
  });
}

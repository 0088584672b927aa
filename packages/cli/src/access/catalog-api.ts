/** The public API of a catalog, called through its gateway as the user whom the environment names. */
import { type Answer, type Call, callCatalog, type CatalogApi, CatalogRefusal, LOGIN, type Method, NoCatalog } from '@catalog/transfer';
import { catalogAccess, type CatalogAccess } from './catalog-access.ts';

export { type CatalogApi, CatalogRefusal } from '@catalog/transfer';

export async function catalogApi(environment: NodeJS.ProcessEnv = process.env): Promise<CatalogApi> {
  const access = await catalogAccess(environment);
  let token = await tokenFor(access);
  return {
    async send<T>(method: Method, path: string, call: Call = {}) {
      const request = () => callCatalog({ url: access.url, method, path, call, token }).catch(withAdvice);
      const answer = await request().catch(async (error: unknown) => {
        const isExpired = error instanceof CatalogRefusal && error.status === 401 && 'username' in access.credentials;
        if (!isExpired) throw error;
        token = await tokenFor(access);
        return request();
      });
      return answer as Answer<T>;
    },
  };
}

async function tokenFor({ url, credentials }: CatalogAccess): Promise<string> {
  if ('token' in credentials) return credentials.token;
  const { body } = await callCatalog({ url, method: 'POST', path: LOGIN, call: { body: credentials } }).catch((error: unknown) => {
    if (!(error instanceof CatalogRefusal) || error.status !== 401) return withAdvice(error);
    throw new Error(`${url} does not let ${credentials.username} in: ${error.message}. CATALOG_USERNAME and CATALOG_PASSWORD say who signs in.`);
  });
  return (body as { access_token: string }).access_token;
}

/** Whoever types a command can do something about its address. */
function withAdvice(error: unknown): never {
  if (!(error instanceof NoCatalog)) throw error;
  const advice = error.answered ? 'is CATALOG_URL the address of its gateway?' : 'start one with npm start, or set CATALOG_URL to the address of its gateway.';
  throw new Error(`${error.message}: ${advice}`);
}

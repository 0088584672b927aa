/** The public API of a catalog, called through its gateway as the user whom the environment names. */
import { type Answer, type Call, callCatalog, CatalogRefusal, LOGIN, type Method } from './call-catalog.ts';
import { type CatalogAccess, catalogAccess } from './catalog-access.ts';

export { type Answer, type Call, CatalogRefusal } from './call-catalog.ts';

export type CatalogApi = {
  url: string;
  /** Resolves to an answer below 400, throws a CatalogRefusal for the others. The caller says what the body is. */
  send<T>(method: Method, path: string, call?: Call): Promise<Answer<T>>;
};

export async function catalogApi(environment: NodeJS.ProcessEnv = process.env): Promise<CatalogApi> {
  const access = await catalogAccess(environment);
  let token = await tokenFor(access);
  return {
    url: access.url,
    async send<T>(method: Method, path: string, call: Call = {}) {
      const request = () => callCatalog({ url: access.url, method, path, call, token });
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
    if (!(error instanceof CatalogRefusal) || error.status !== 401) throw error;
    throw new Error(`${url} does not let ${credentials.username} in: ${error.message}. CATALOG_USERNAME and CATALOG_PASSWORD say who signs in.`);
  });
  return (body as { access_token: string }).access_token;
}

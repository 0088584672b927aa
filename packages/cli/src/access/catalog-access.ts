/** Which catalog a command works on and as whom: as CATALOG_URL and the credentials say, or the catalog running on this machine. */
import type { Credentials } from '@catalog/catalog-client';
import { runningCatalog } from './running-catalog.ts';

export type CatalogAccess = { url: string; credentials: Credentials };

const LOCAL_GATEWAY = 'http://127.0.0.1:8000';
/** The administrator of every new demo catalog. */
const DEMO_ADMIN = { username: 'admin', password: 'admin' };

export async function catalogAccess(environment: NodeJS.ProcessEnv): Promise<CatalogAccess> {
  const named = environment['CATALOG_URL'];
  const given = givenCredentials(environment);
  if (named) {
    if (!given)
      throw new Error('CATALOG_URL names a catalog: set CATALOG_USERNAME and CATALOG_PASSWORD, or CATALOG_TOKEN, to say as whom.');
    return { url: addressFrom(named), credentials: given };
  }
  const running = await runningCatalog(environment);
  return {
    url: running?.services['api-gateway']?.url ?? LOCAL_GATEWAY,
    credentials: given ?? running?.credentials.admin ?? DEMO_ADMIN,
  };
}

function givenCredentials({
  CATALOG_TOKEN: token,
  CATALOG_USERNAME: username,
  CATALOG_PASSWORD: password,
}: NodeJS.ProcessEnv): Credentials | undefined {
  if (token) return { token };
  if (username && password) return { username, password };
  if (username || password)
    throw new Error(`CATALOG_USERNAME and CATALOG_PASSWORD belong together: set ${username ? 'the password' : 'the name'} too.`);
  return undefined;
}

function addressFrom(named: string): string {
  const url = URL.parse(named);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`CATALOG_URL must be an address such as ${LOCAL_GATEWAY}, not "${named}".`);
  return url.href.replace(/\/+$/, '');
}

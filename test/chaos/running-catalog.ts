/** What tests need of a running catalog: addresses, tokens, the sample catalog. */
import type { ProcessName } from '@catalog/contracts';
import type { Catalog } from '@catalog/local-runtime';
import { loadSampleCatalog } from '../../packages/local-runtime/src/sample/load-sample-catalog.ts';
import { readSampleCatalog } from '../../packages/local-runtime/src/sample/sample-catalog.ts';
import { signInTo } from '../../packages/local-runtime/src/sign-in-to.ts';
import { eventually } from '../support/eventually.ts';

/** Of a running catalog, what tells where its services are. */
export type Services = { endpoints: Pick<Catalog['endpoints'], 'services'> };

export const urlOf = ({ endpoints }: Services, name: ProcessName): string => endpoints.services[name]!.url;

const ignored = { update: () => {}, finish: () => {}, note: () => {}, close: async () => {} };

export async function loadSample(catalog: Catalog): Promise<void> {
  const client = await signInTo(urlOf(catalog, 'api-gateway'), { username: 'admin', password: 'admin' });
  await loadSampleCatalog({ client, sample: await readSampleCatalog(), phase: ignored });
}

/**
 * The Authorization header of one of the catalog's own users; tried again while a password takes longer to check than the gateway waits.
 */
export const signIn = (catalog: Catalog, user: 'admin' | 'user'): Promise<string> =>
  eventually(
    async () => {
      const response = await fetch(`${urlOf(catalog, 'api-gateway')}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(catalog.endpoints.credentials[user]),
      });
      if (response.status !== 200) throw new Error(`Signing in was answered with ${response.status}`);
      return `Bearer ${((await response.json()) as { access_token: string }).access_token}`;
    },
    { within: 60_000, every: 1_000 },
  );

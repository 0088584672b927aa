/** Starts servers and a catalog to be fuzzed, and signs in; what an earlier run left is deleted. */
import { endLeftovers, startBackingServices } from '@catalog/backing-services';
import type { ServiceName } from '@catalog/contracts';
import { type Catalog, silent, startCatalog } from '@catalog/local-runtime';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { publishSampleOffering, type SampleIds } from './sample-offering.ts';

export type FuzzedCatalog = {
  urls: Record<ServiceName, string>;
  tokens: { admin: string; service: string };
  sample: SampleIds;
  /** One sentence for each time a service ended by itself. */
  crashes: string[];
  stop(): Promise<void>;
};

export async function startFuzzedCatalog(home: string, signal: AbortSignal): Promise<FuzzedCatalog> {
  const running = new AsyncDisposableStack();
  try {
    return { ...(await startAll(home, signal, running)), stop: () => running.disposeAsync() };
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

async function startAll(home: string, signal: AbortSignal, running: AsyncDisposableStack): Promise<Omit<FuzzedCatalog, 'stop'>> {
  const [serversHome, catalogHome] = [await emptied(join(home, 'servers')), await emptied(join(home, 'catalog'))];
  const backing = await startBackingServices({
    dataDirectory: join(serversHome, 'data'),
    logDirectory: join(serversHome, 'logs'),
    durable: false,
    signal,
  });
  running.defer(() => backing.stop());
  const crashes: string[] = [];
  const catalog = await startCatalog({
    home: catalogHome,
    portBase: 0,
    servers: backing.servers,
    extraEnvironment: settings,
    events: { ...silent, serviceEnded: (name, { lastLines }) => crashes.push(`${name} ended: ${lastLines.join(' | ')}`) },
    signal,
  });
  running.defer(() => catalog.stop());
  const urls = urlsOf(catalog);
  const tokens = await tokensFrom(urls['identity-service'], catalog);
  return { urls, tokens, sample: await publishSampleOffering(urls, tokens.admin), crashes };
}

/** What a run that was killed has left is ended before its files are removed. */
async function emptied(directory: string): Promise<string> {
  await endLeftovers(join(directory, 'run'));
  await rm(directory, { recursive: true, force: true });
  return directory;
}

/** Tokens outlive the run, and the gateway never has enough of it. */
const settings = {
  TOKEN_LIFETIME_SECONDS: '86400',
  RATE_LIMIT_PER_MINUTE: '1000000',
  LOGIN_LIMIT_PER_MINUTE: '1000000',
  LOG_LEVEL: 'WARNING',
};

const urlsOf = ({ endpoints }: Catalog) =>
  Object.fromEntries(Object.entries(endpoints.services).map(([name, { url }]) => [name, url])) as Record<ServiceName, string>;

async function tokensFrom(identity: string, { environments }: Catalog): Promise<FuzzedCatalog['tokens']> {
  const { CLIENT_ID: client_id, CLIENT_SECRET: client_secret } = environments['store-service'];
  return {
    admin: await tokenFrom(`${identity}/api/v1/auth/login`, { username: 'admin', password: 'admin' }),
    service: await tokenFrom(`${identity}/api/v1/auth/token`, { grant_type: 'client_credentials', client_id, client_secret }),
  };
}

async function tokenFrom(url: string, body: object): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const { access_token } = (await response.json()) as { access_token?: string };
  if (!access_token) throw new Error(`no token from ${url}: ${response.status}`);
  return access_token;
}

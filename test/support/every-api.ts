/** The API of every service that has one, as data, and as a server with stub handlers. */
import type { Role } from '@catalog/contracts';
import { type Api, createApp, type Handlers, type Operation } from '@catalog/http/server';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const services = new URL('../../services/', import.meta.url);

export const servicesWithAnApi = readdirSync(services).filter((name) => existsSync(new URL(`${name}/src/api.ts`, services)));

export async function apiOf(service: string): Promise<Api> {
  return ((await import(new URL(`${service}/src/api.ts`, services).href)) as { api: Api }).api;
}

/** Checks requests as the service does, then answers with the operation's first status. The Authorization header is a role. */
export async function serveWithStubHandlers(api: Api, headers: Record<string, string> = {}): Promise<{ url: string; stop(): void }> {
  const handlers = Object.entries(api.operations).map(([id, { replies }]) => [
    id,
    async () => ({ status: Number(Object.keys(replies)[0]), body: {}, headers }),
  ]);
  const app = createApp({
    api,
    handlers: Object.fromEntries(handlers) as Handlers<Api>,
    authenticate: async (role) => (role === undefined ? undefined : { subject: 'somebody', username: 'somebody', role: role as Role }),
    health: {},
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Of a caller whose role may call the operation. */
export const authorizedHeaders = ({ access }: Operation): Record<string, string> =>
  access === 'public' ? {} : { authorization: access[0]! };

/** Its path with an id filled in, and with the query parameters that are required. */
export function pathTo({ path, params, query }: Operation): string {
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => exampleOf(params?.properties[name]) ?? '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a',
  );
  const needed = Object.entries(query?.properties ?? {}).filter(
    ([name, property]) => query?.required?.includes(name) && !('default' in property),
  );
  const parameters = new URLSearchParams(needed.map(([name, property]): [string, string] => [name, String(exampleOf(property))]));
  return parameters.size > 0 ? `${filled}?${parameters.toString()}` : filled;
}

const exampleOf = (property: object | undefined): string | undefined => (property as { examples?: string[] } | undefined)?.examples?.[0];

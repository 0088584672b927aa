/** Every service that has an API, as data, and as a server that checks requests as the service does and carries none of them out. */
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

/** Its handlers answer with the first status that their operation knows, and with `headers`; who is asking is who the Authorization header says, by role. */
export async function serveChecksOf(api: Api, headers: Record<string, string> = {}): Promise<{ url: string; stop(): void }> {
  const handlers = Object.entries(api.operations).map(([id, { replies }]) => [id, async () => ({ status: Number(Object.keys(replies)[0]), body: {}, headers })]);
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

/** The Authorization header of one who may call it. */
export const whoMayCall = ({ access }: Operation): Record<string, string> => (access === 'public' ? {} : { authorization: access[0]! });

/** An address of it, with what it cannot do without: of a thing that might be there. */
export function pathTo({ path, query }: Operation): string {
  const filled = path.replaceAll(/\{\w+\}/g, '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a');
  const needed = Object.entries(query?.properties ?? {}).filter(([name, property]) => query?.required?.includes(name) && !('default' in property));
  const parameters = new URLSearchParams(needed.map(([name, property]): [string, string] => [name, String((property as { examples?: unknown[] }).examples?.[0])]));
  return parameters.size > 0 ? `${filled}?${parameters.toString()}` : filled;
}

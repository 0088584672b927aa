// Decides which servers are meant by `only`: Camunda brings the Postgres that it needs, unless its address is given.
import { serverNames } from './server.ts';
import type { Server, ServerName } from './server.ts';

export function wantedServers(only: readonly ServerName[] | undefined, given: Partial<Record<ServerName, Server>>): ServerName[] {
  const wanted = new Set(only ?? serverNames);
  if (wanted.has('camunda') && !given.camunda) wanted.add('postgres');
  return serverNames.filter((name) => wanted.has(name));
}

/** Which servers are to be started or waited for: Camunda needs Postgres, unless its own address is given. */
import { type Server, type ServerName, serverNames } from './server.ts';

export function wantedServers(only: readonly ServerName[] | undefined, given: Partial<Record<ServerName, Server>>): ServerName[] {
  const wanted = new Set(only ?? serverNames);
  if (wanted.has('camunda') && !given.camunda) wanted.add('postgres');
  return serverNames.filter((name) => wanted.has(name));
}

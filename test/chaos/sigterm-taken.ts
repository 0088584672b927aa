/**
 * For `node --import`, in a service: leaves behind, when the process ends, from which ports it was called. A connection exists once the
 * kernel has made it; whether the service ever took it, nobody outside can tell.
 */
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';

const VARIABLE = 'TAKEN_CONNECTIONS_DIRECTORY';
const directory = process.env[VARIABLE];

if (directory) {
  const ports = new Set<number | undefined>();
  subscribe('net.server.socket', (message) => {
    ports.add((message as { socket: Socket }).socket.remotePort);
  });
  process.on('exit', () => writeFileSync(fileOf(directory, process.pid), JSON.stringify([...ports])));
}

/** For the environment of the services. */
export const tellingTakenConnections = (into: string): Record<string, string> => ({
  [VARIABLE]: into,
  NODE_OPTIONS: `--import=${import.meta.url}`,
});

/** Of a process that has ended. */
export const portsTakenBy = (pid: number, told: string): Set<number> =>
  new Set(JSON.parse(readFileSync(fileOf(told, pid), 'utf8')) as number[]);

const fileOf = (folder: string, pid: number): string => join(folder, `${pid}.json`);

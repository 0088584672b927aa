/** Chooses free loopback ports, the same ones as last time if they are still free. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { PortName, ServerName } from './server.ts';
import { ExpectedError } from './expected-error.ts';

const furtherPorts: Partial<Record<ServerName, PortName[]>> = {
  rabbitmq: ['rabbitmq-management', 'rabbitmq-distribution', 'rabbitmq-epmd'],
  elasticsearch: ['elasticsearch-transport'],
};

type Choice = {
  wanted: readonly PortName[];
  fixed: Partial<Record<PortName, number>>;
  remembered: Partial<Record<string, number>>;
  isFree: (port: number) => Promise<boolean>;
};

/** Below the range of outgoing ports on all systems, so that no client connection takes a port before its server does. */
const LOWEST = 20_000;
const HIGHEST = 29_999;
const TRIES = 200;

export async function freePort(): Promise<number> {
  return pickFree(isPortFree, new Set());
}

export function portsOf(servers: readonly ServerName[]): PortName[] {
  return servers.flatMap((name) => [name, ...(furtherPorts[name] ?? [])]);
}

export async function choosePorts({ wanted, fixed, remembered, isFree }: Choice): Promise<Record<PortName, number>> {
  const chosen: Partial<Record<PortName, number>> = {};
  const taken = new Set(Object.values(fixed));
  for (const name of wanted) {
    const port = fixed[name] ?? (await stillFree(remembered[name], isFree, taken)) ?? (await pickFree(isFree, taken));
    if (fixed[name] !== undefined && !(await isFree(port))) throw new ExpectedError(takenPort(name, port));
    chosen[name] = port;
    taken.add(port);
  }
  return chosen as Record<PortName, number>;
}

export async function rememberedPorts(dataDirectory: string): Promise<Partial<Record<string, number>>> {
  try {
    return JSON.parse(await readFile(join(dataDirectory, 'ports.json'), 'utf8')) as Partial<Record<string, number>>;
  } catch {
    return {}; // The first start, or a damaged file: new ports do in both cases.
  }
}

export async function rememberPorts(dataDirectory: string, ports: Partial<Record<string, number>>): Promise<void> {
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(join(dataDirectory, 'ports.json'), JSON.stringify(ports, undefined, 2));
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function stillFree(port: number | undefined, isFree: Choice['isFree'], taken: Set<number>): Promise<number | undefined> {
  return port !== undefined && !taken.has(port) && (await isFree(port)) ? port : undefined;
}

async function pickFree(isFree: Choice['isFree'], taken: Set<number>): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new ExpectedError(`No free port was found between ${LOWEST} and ${HIGHEST}: end some servers on this machine.`);
}

function takenPort(name: PortName, port: number): string {
  return `Port ${port}, wanted for ${name}, is taken: end the program that holds it (lsof -i :${port}) or choose another port.`;
}

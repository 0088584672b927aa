/** Runs a program of a benchmark as a process that reports its address and, when asked, its figure. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

export type Measured = { url: string; figure(): Promise<number>; stop(): Promise<void> };

export async function startMeasured(file: string, ...parameters: string[]): Promise<Measured> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), parameters);
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, figure: () => asked(child), stop: () => ended(child) };
}

async function asked(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message') as Promise<[number]>;
  child.send('figure');
  return (await answer)[0];
}

async function ended(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** In the program: says where it listens, then answers each question; ends with the benchmark, however that ends. */
export function report(address: AddressInfo | string | null, figure = cpuMicroseconds): void {
  process.on('disconnect', () => process.exit());
  process.on('message', () => process.send?.(figure()));
  process.send?.((address as AddressInfo).port);
}

/** Used so far by this process. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Runs the hostile client in a thread of its own, so that it does not slow down the measuring client. */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Attack, attacks, hostileTo } from './neighbours-attacks.ts';
import type { Services } from './running-catalog.ts';

/** `address`: one of loopback's. */
export type Orders = { attack: Attack['name']; services: Services['endpoints']['services']; authorization: string; address: string };
export type Deeds = { count: number; said: Record<string, number> };

if (!isMainThread) await attackUntilTold(workerData as Orders);

/** Until `over`. */
export async function attackFromThread(orders: Orders, over: AbortSignal): Promise<Deeds> {
  const thread = new Worker(new URL(import.meta.url), { workerData: orders });
  const done = once(thread, 'message');
  over.addEventListener('abort', () => thread.postMessage('over'), { once: true });
  const [deeds] = (await done) as [Deeds];
  return deeds;
}

async function attackUntilTold({ attack: name, services, ...who }: Orders): Promise<void> {
  const over = new AbortController();
  parentPort!.once('message', () => over.abort());
  const hostile = hostileTo({ endpoints: { services } }, who);
  await attacks.find((one) => one.name === name)!.run(hostile, over.signal);
  await hostile.leave();
  parentPort!.postMessage({ count: hostile.count(), said: hostile.said() });
}

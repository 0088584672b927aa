/** Batches calls by key: calls made while a run is under way share the next one, and each key is worked on once per run. */
import { AsyncLocalStorage } from 'node:async_hooks';

type Waiting = PromiseWithResolvers<void> & { inContext: ReturnType<typeof AsyncLocalStorage.snapshot> };

/** A run takes at most `batchSize` keys and has the async context of its first caller; if it fails, each key is tried alone. */
export function batched(
  work: (keys: string[]) => Promise<void>,
  { batchSize, maximumRuns }: { batchSize: number; maximumRuns: number },
): (key: string) => Promise<void> {
  const waiting = new Map<string, Waiting>();
  let running = 0;

  async function run(): Promise<void> {
    for (let batch = takeBatch(); batch.size > 0; batch = takeBatch()) await settle(batch);
    running -= 1;
  }

  function takeBatch(): Map<string, Waiting> {
    const batch = new Map(waiting.entries().take(batchSize));
    for (const key of batch.keys()) waiting.delete(key);
    return batch;
  }

  async function settle(batch: Map<string, Waiting>): Promise<void> {
    const [first] = batch.values();
    try {
      await first?.inContext(() => work([...batch.keys()]));
      for (const { resolve } of batch.values()) resolve();
    } catch (error) {
      if (batch.size === 1) first?.reject(error);
      else for (const [key, one] of batch) await settle(new Map([[key, one]]));
    }
  }

  return (key) => {
    const call = waiting.get(key) ?? { ...Promise.withResolvers<void>(), inContext: AsyncLocalStorage.snapshot() };
    waiting.set(key, call);
    if (running < maximumRuns) {
      running += 1;
      // Deferred, so that all calls made synchronously share the first run.
      queueMicrotask(() => void run());
    }
    return call.promise;
  };
}

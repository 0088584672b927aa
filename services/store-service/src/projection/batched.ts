/** Runs work on many keys in one go: whoever asks while a run is under way shares the next one, and a key asked for twice is done once. */
import { AsyncLocalStorage } from 'node:async_hooks';

type Waiting = PromiseWithResolvers<void> & { within: ReturnType<typeof AsyncLocalStorage.snapshot> };

/** A run has at most `limit` keys and is in the context of the first who asked; the trouble of one key is not that of the others. */
export function batched(work: (keys: string[]) => Promise<void>, { limit, runs }: { limit: number; runs: number }): (key: string) => Promise<void> {
  const waiting = new Map<string, Waiting>();
  let running = 0;

  async function run(): Promise<void> {
    for (let batch = take(); batch.size > 0; batch = take()) await settle(batch);
    running -= 1;
  }

  function take(): Map<string, Waiting> {
    const batch = new Map(waiting.entries().take(limit));
    for (const key of batch.keys()) waiting.delete(key);
    return batch;
  }

  async function settle(batch: Map<string, Waiting>): Promise<void> {
    const [first] = batch.values();
    try {
      await first?.within(() => work([...batch.keys()]));
      for (const { resolve } of batch.values()) resolve();
    } catch (error) {
      if (batch.size === 1) first?.reject(error);
      else for (const [key, one] of batch) await settle(new Map([[key, one]]));
    }
  }

  return (key) => {
    const asked = waiting.get(key) ?? { ...Promise.withResolvers<void>(), within: AsyncLocalStorage.snapshot() };
    waiting.set(key, asked);
    if (running < runs) {
      running += 1;
      // Whatever else is asked for in the same breath belongs to the first run.
      queueMicrotask(() => void run());
    }
    return asked.promise;
  };
}

/** Runs work once at a time per key; asking while it runs gives one more run afterwards, shared by all who asked. */

type Runs = { current: Promise<void>; next?: Promise<void> };

export function coalesced(work: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const running = new Map<string, Runs>();

  function start(key: string): Promise<void> {
    const runs: Runs = { current: work(key).finally(() => { if (!runs.next) running.delete(key); }) };
    running.set(key, runs);
    return runs.current;
  }

  return (key) => {
    const runs = running.get(key);
    if (!runs) return start(key);
    runs.next ??= runs.current.then(() => start(key), () => start(key));
    return runs.next;
  };
}

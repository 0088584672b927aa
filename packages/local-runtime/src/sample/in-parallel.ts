/** Works through a list with a few at a time; the first failure ends it, once those under way have settled. */
export async function inParallel<T>(atOnce: number, items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  let failed = false;
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    for (const item of rest) {
      if (failed) return;
      await work(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  });
  for (const end of await Promise.allSettled(workers)) if (end.status === 'rejected') throw end.reason;
}

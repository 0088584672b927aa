/** Loads a value when it is asked for and keeps it for a while; concurrent callers share one load. Failures are not kept. */
export function cachedFor<T>(freshMs: number | ((value: T) => number), load: () => Promise<T>): () => Promise<T> {
  let kept: { value: T; until: number } | undefined;
  let loading: Promise<T> | undefined;

  async function loaded(): Promise<T> {
    const begun = performance.now();
    const value = await load();
    kept = { value, until: begun + (typeof freshMs === 'number' ? freshMs : freshMs(value)) };
    return value;
  }

  return async () => {
    if (kept && performance.now() < kept.until) return kept.value;
    loading ??= loaded().finally(() => {
      loading = undefined;
    });
    return loading;
  };
}

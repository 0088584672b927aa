/** Runs a health check at most once a second and never twice at a time, however many ask. */
import pTimeout from 'p-timeout';

const LIMIT_MS = 1_000;
const KEPT_MS = 1_000;

/** Resolves to whether it works; a check that takes longer than a second does not. What is not there to be checked works. */
export function cachedCheck(check: () => Promise<unknown> = () => Promise.resolve()): () => Promise<boolean> {
  let isRunning = false;
  let kept: { at: number; works: Promise<boolean> } | undefined;
  return () => {
    const now = performance.now();
    if (kept && (isRunning || now - kept.at < KEPT_MS)) return kept.works;
    isRunning = true;
    const works = Promise.try(check)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        isRunning = false;
      });
    kept = { at: now, works: pTimeout(works, { milliseconds: LIMIT_MS, fallback: () => false }) };
    return kept.works;
  };
}

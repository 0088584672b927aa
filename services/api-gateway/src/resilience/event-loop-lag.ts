/** Measures how long this process did not get the processor: an upstream that seems slow meanwhile may not be. */

const INTERVAL_MS = 50;

type EventLoopLag = {
  /** Milliseconds since the start, added up. */
  totalMs(): number;
  stop(): void;
};

export function measureEventLoopLag(): EventLoopLag {
  let [total, last] = [0, performance.now()];
  const lagAt = (now: number) => Math.max(0, now - last - INTERVAL_MS);
  const timer = setInterval(() => {
    const now = performance.now();
    total += lagAt(now);
    last = now;
  }, INTERVAL_MS).unref();
  return {
    // The lag going on right now has not reached the timer yet.
    totalMs: () => total + lagAt(performance.now()),
    stop: () => clearInterval(timer),
  };
}

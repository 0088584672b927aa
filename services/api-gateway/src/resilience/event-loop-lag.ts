/** How long this process has wanted the processor and did not get it: what it takes for slowness of others may then be its own. */

const STEP_MS = 50;

export type Starvation = {
  /** Milliseconds lost since the start. */
  lostMs(): number;
  stop(): void;
};

export function watchStarvation(): Starvation {
  let [lost, last] = [0, performance.now()];
  const late = (now: number) => Math.max(0, now - last - STEP_MS);
  const timer = setInterval(() => {
    const now = performance.now();
    lost += late(now);
    last = now;
  }, STEP_MS).unref();
  return {
    // What is being lost right now has not been seen by the timer yet.
    lostMs: () => lost + late(performance.now()),
    stop: () => clearInterval(timer),
  };
}

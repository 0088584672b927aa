/** Sleep that can be cut short: a call that comes before the sleep begins is remembered until the next reset. */
import pTimeout from 'p-timeout';

export type WakeUp = {
  now(): void;
  reset(): void;
  within(ms: number): Promise<void>;
};

export function createWakeUp(): WakeUp {
  let called = Promise.withResolvers<void>();
  return {
    now: () => called.resolve(),
    reset: () => {
      called = Promise.withResolvers();
    },
    within: (ms) => pTimeout(called.promise, { milliseconds: ms, message: false }),
  };
}

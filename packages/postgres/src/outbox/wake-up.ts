/** Sleep that can be cut short: a call that comes before the sleep begins is remembered until the next reset. */
export type WakeUp = {
  now(): void;
  reset(): void;
  within(ms: number): Promise<void>;
};

export function createWakeUp(): WakeUp {
  let called = Promise.withResolvers<void>();
  return {
    now: () => called.resolve(),
    reset: () => { called = Promise.withResolvers(); },
    within: async (ms) => {
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(limit.resolve, ms);
      await Promise.race([called.promise, limit.promise]);
      clearTimeout(timer);
    },
  };
}

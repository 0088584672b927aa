/** Ends a program that is interrupted with 1, after what it has started is stopped. */
export function stopOnSignal(stop: () => PromiseLike<unknown>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().then(() => process.exit(1)));
}

/** Blocks the event loop, as if another process had the processor. */
export function blockEventLoop(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

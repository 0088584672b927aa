/** Resolves once `condition` gives something truthy, looking every 20 ms; fails with what it saw last after the limit. */
import { setTimeout as pause } from 'node:timers/promises';

type Falsy = false | 0 | '' | null | undefined;

export async function eventually<T>(condition: () => T | Promise<T>, limitMs = 120_000): Promise<Exclude<T, Falsy>> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await condition();
    if (seen) return seen as Exclude<T, Falsy>;
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms; last seen: ${JSON.stringify(seen)}`);
    await pause(20);
  }
}

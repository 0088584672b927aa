/** `npm run bench:login`: how much sign-ins slow others down, and whether timing reveals who exists; never fails. */
import '../support/silence-logs.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { freshHome } from '../support/fresh-home.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import { printLoadAtEnd, printLoadAtStart } from './machine-load.ts';
import { startSignInScene } from './login-scene.ts';
import { quantile } from './quantile.ts';

const HOME = await freshHome('.catalog/bench-login');
const LOGINS = 200;
const READS_A_SECOND = 20;
const QUIET_SECONDS = 10;
const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 200);
const GUESSES = 100;

printLoadAtStart();
const scene = await startSignInScene(HOME);
stopOnSignal(() => scene.stop());
try {
  const limited = await guessed();
  const token = await scene.tokenOf('user', 'user');
  await readWhile(token, delay(2_000));
  const quiet = await readWhile(token, delay(QUIET_SECONDS * 1_000));
  const busy = await readWhile(token, rushed());
  const { known, unknown } = await wrongPasswords();
  const apart = Math.abs(known / unknown - 1) * 100;
  console.table([
    row(`${GUESSES} wrong passwords: refused with 429`, `${limited} of ${GUESSES}`, 'most', limited > GUESSES / 2),
    row(`reads, ${READS_A_SECOND} a second, nobody signs in: p50, p95`, shown(quiet)),
    row(`the same while ${LOGINS} sign in at once: p50, p95`, shown(busy), 'p95 < 200 ms', quantile(busy, 0.95) < 200),
    row(
      `wrong password, median of ${PAIRS}: known, unknown user`,
      `${known.toFixed(1)} ms, ${unknown.toFixed(1)} ms, ${apart.toFixed(1)} % apart`,
      '≤ 10 %',
      apart <= 10,
    ),
  ]);
  printLoadAtEnd();
} finally {
  await scene.stop();
}

/** How many of many wrong passwords for one name were not looked at any more. */
async function guessed(): Promise<number> {
  let limited = 0;
  for (let i = 0; i < GUESSES; i += 1) if ((await scene.signIn('guessed', `wrong guess ${i}`, 'strict')).status === 429) limited += 1;
  return limited;
}

/** Sends them all at once, and again those that were told to come back, until every one is in. */
async function rushed(): Promise<void> {
  const begun = performance.now();
  let turnedAway = 0;
  await Promise.all(
    Array.from({ length: LOGINS }, async () => {
      for (;;) {
        const { status, retryAfter } = await scene.signIn('user', 'user', 'lenient');
        if (status === 200) return;
        if (status !== 503) throw new Error(`A sign-in was answered with ${status}`);
        turnedAway += 1;
        await delay(retryAfter * 1_000 * (1 + Math.random()));
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  console.log(`${LOGINS} at once were all in after ${seconds.toFixed(1)} s; ${turnedAway} times one was told to come back`);
}

/** At a fixed pace, whether or not the answers keep up: who is slow is not asked less. */
async function readWhile(token: string, work: Promise<unknown>): Promise<number[]> {
  const figures: Promise<number>[] = [];
  let isOver = false;
  const ended = Promise.allSettled([work]).then(() => {
    isOver = true;
  });
  const begun = performance.now();
  while (!isOver) {
    figures.push(scene.read(token));
    await delay(Math.max(0, begun + figures.length * (1_000 / READS_A_SECOND) - performance.now()));
  }
  await ended;
  await work;
  return Promise.all(figures);
}

/** In turns, so that a slow minute of the machine falls on both alike. */
async function wrongPasswords(): Promise<{ known: number; unknown: number }> {
  const [known, unknown]: [number[], number[]] = [[], []];
  for (let i = 0; i < PAIRS; i += 1) {
    for (const [figures, name] of i % 2 === 0
      ? ([
          [known, 'user'],
          [unknown, 'resu'],
        ] as const)
      : ([
          [unknown, 'resu'],
          [known, 'user'],
        ] as const)) {
      const begun = performance.now();
      const { status } = await scene.signIn(name, 'wrong password', 'lenient');
      if (status !== 401) throw new Error(`A wrong password was answered with ${status}`);
      figures.push(performance.now() - begun);
    }
  }
  return { known: quantile(known, 0.5), unknown: quantile(unknown, 0.5) };
}

function shown(figures: number[]): string {
  return `${quantile(figures, 0.5).toFixed(0)} ms, ${quantile(figures, 0.95).toFixed(0)} ms of ${figures.length}`;
}

function row(measure: string, found: string, target = '', isMet?: boolean): object {
  return { measure, found, target, verdict: isMet === undefined ? '' : isMet ? 'met' : 'NOT met' };
}

/** A launcher for tests: takes over the home given, runs one process there, prints its id, and stops it slowly when asked to. */
import { spawnManaged } from '@catalog/backing-services';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lockHome } from '../src/command/lock-home.ts';

const SLOWNESS_MS = 500;

const home = process.argv[2] ?? '';
const hold = await lockHome(home, new AbortController().signal);
const launched = spawnManaged({
  name: 'launched',
  command: process.execPath,
  args: ['-e', 'setInterval(() => undefined, 1000)'],
  logFile: join(home, 'launched.log'),
  runDirectory: join(home, 'run'),
});
process.once('SIGTERM', () => void stop());
console.log(launched.pid);

async function stop(): Promise<void> {
  hold.stopping();
  await pause(SLOWNESS_MS);
  await launched.stop();
  await hold.release();
}

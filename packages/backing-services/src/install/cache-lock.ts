/** Lets one process at a time fill the cache; a lock whose holder has ended is ignored. */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessIdentity, isStillRunning, thisProcess } from '../processes/index.ts';
import { ExpectedError } from '../expected-error.ts';

const WAIT_LIMIT_MS = 20 * 60_000;
const POLL_MS = 250;

export async function cacheLock<T>(cacheDirectory: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const lock = join(cacheDirectory, 'filling.lock');
  await acquire(lock, signal);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(lock: string, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + WAIT_LIMIT_MS; Date.now() < deadline; await pause(POLL_MS)) {
    signal.throwIfAborted();
    if (await claim(lock)) return;
    const holder = await holderOf(lock);
    if (holder && !isStillRunning(holder)) await moveAway(lock);
  }
  throw new ExpectedError(`Another process has been filling the cache for too long: end it, or delete ${lock}.`);
}

/** Moved, not deleted: of several processes that see a dead holder's lock, only one succeeds. */
async function moveAway(lock: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}`;
  await rename(lock, aside).then(
    () => rm(aside),
    () => undefined,
  );
}

/** Written elsewhere first and then linked, so that nobody reads a lock without its holder. */
async function claim(lock: string): Promise<boolean> {
  const mine = `${lock}.${randomUUID()}`;
  await writeFile(mine, JSON.stringify(thisProcess()));
  try {
    await link(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

async function holderOf(lock: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(lock, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined; // It was just released.
  }
}

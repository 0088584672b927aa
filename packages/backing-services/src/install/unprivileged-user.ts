/** As root: the unprivileged user that a server runs as, and directories which that user can reach. */
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ExpectedError } from '../expected-error.ts';

export type User = { uid: number; gid: number };

const SYSTEM_CACHE = '/var/cache/product-catalog';
const SYSTEM_DATA = '/var/lib/product-catalog';

export async function unprivilegedUser(preferred: readonly string[]): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = new Map((await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => [line.split(':')[0], line.split(':')]));
  const entry = [...preferred, 'nobody'].map((name) => users.get(name)).find((found) => found !== undefined);
  if (!entry)
    throw new ExpectedError('No user "nobody" exists here, and a server must not run as root: add one, or start as an ordinary user.');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Other users cannot enter root's home, so root's cache is in a place that its servers can read. */
export async function defaultCacheDirectory(): Promise<string> {
  if (process.env.CATALOG_CACHE) return process.env.CATALOG_CACHE;
  const user = await unprivilegedUser([]);
  return user && !(await canEnter(homedir(), user)) ? SYSTEM_CACHE : join(homedir(), '.cache', 'product-catalog');
}

export async function openToOthers(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (process.getuid?.() === 0) await chmod(directory, 0o755);
}

/** Creates `dataDirectory/name`; it is a link to a place below /var/lib if the user cannot enter one of the directories above. */
export async function ownDirectory(dataDirectory: string, name: string, user: User | undefined): Promise<string> {
  const wanted = join(dataDirectory, name);
  const directory = user && !(await canEnter(dataDirectory, user)) ? await placeElsewhere(wanted) : wanted;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (user) await chown(directory, user.uid, user.gid);
  return directory;
}

export async function canEnter(directory: string, user: User): Promise<boolean> {
  const { mode, uid, gid } = await stat(directory);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return dirname(directory) === directory || canEnter(dirname(directory), user);
}

/** If the link is missing, somebody deleted the data, so what remains elsewhere is stale. */
async function placeElsewhere(wanted: string): Promise<string> {
  const elsewhere = join(SYSTEM_DATA, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  await openToOthers(SYSTEM_DATA);
  if (await lstat(wanted).catch(() => undefined)) return elsewhere;
  await rm(elsewhere, { recursive: true, force: true });
  await symlink(elsewhere, wanted);
  return elsewhere;
}

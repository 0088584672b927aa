/** Downloads a Java server's jars with Maven into the cache, once; a directory there is always complete. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheLock } from './cache-lock.ts';
import { findJdk, findMaven } from './prerequisites.ts';
import { ProgramFailed, runProgram } from '../processes/index.ts';
import type { ServerName, Startup } from '../server.ts';
import { fullDiskError, mentionsFullDisk, ExpectedError } from '../expected-error.ts';

export type JavaServer = { name: ServerName; megabytes: number; arrange?: (directory: string, jar: string) => Promise<void> };

const resources = join(import.meta.dirname, '..', '..', 'java');
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const FETCH_LIMIT_MS = 15 * 60_000;

/** Maven's local repository does not support two writers, so downloads queue within this process, and between processes by the lock. */
let fetching: Promise<unknown> = Promise.resolve();

export async function fetchJars(startup: Startup, server: JavaServer): Promise<string> {
  const directory = join(startup.cacheDirectory, entryName(server.name));
  if (existsSync(directory)) return directory;
  startup.progress(server.name, 'fetching', `about ${server.megabytes} MB, only this once`);
  const mine = fetching.then(() =>
    cacheLock(startup.cacheDirectory, startup.signal, async () => {
      if (!existsSync(directory)) await fill(directory, startup, server);
    }),
  );
  fetching = mine.catch(() => undefined);
  await mine;
  return directory;
}

async function fill(directory: string, startup: Startup, server: JavaServer): Promise<void> {
  const partial = `${directory}.${randomUUID()}.partial`;
  await removeAbandoned(directory, startup.cacheDirectory);
  try {
    const jdk = await findJdk(startup.progress);
    await copyDependencies(partial, startup, server);
    await server.arrange?.(partial, jdk.jar);
    await compile(partial, jdk.javac, server.name);
    await promisify(execFile)('chmod', ['-R', 'a+rX', partial]);
    await rename(partial, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error; // Otherwise another process was faster.
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function copyDependencies(partial: string, startup: Startup, { name }: JavaServer): Promise<void> {
  const mvn = await findMaven(startup.progress);
  await mkdir(partial, { recursive: true });
  const pom = join(resources, name, 'pom.xml');
  const args = ['-q', '-B', '-f', pom, PLUGIN, `-DoutputDirectory=${join(partial, 'lib')}`, '-DincludeScope=runtime'];
  try {
    await runProgram({ command: mvn, args, limitMs: FETCH_LIMIT_MS, signal: startup.signal });
  } catch (error) {
    throw error instanceof ProgramFailed ? fetchFailure(name, error) : error;
  }
}

async function compile(partial: string, javac: string, name: string): Promise<void> {
  const sources = readdirSync(join(resources, name))
    .filter((file) => file.endsWith('.java'))
    .map((file) => join(resources, name, file));
  if (sources.length === 0) return;
  const options = ['--release', '17', '-nowarn', '-cp', join(partial, 'lib', '*'), '-d', join(partial, 'classes')];
  await runProgram({ command: javac, args: [...options, ...sources] });
}

/** The name contains a hash of the pom and the sources, so an entry made from older ones is never used. */
function entryName(name: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(join(resources, name)).sort();
  for (const file of files) hash.update(readFileSync(join(resources, name, file)));
  const version = /<version>(.+?)<\/version>/.exec(readFileSync(join(resources, name, 'pom.xml'), 'utf8'))?.[1] ?? '';
  return `${name}-${version}-${hash.digest('hex').slice(0, 8)}`;
}

async function removeAbandoned(directory: string, cacheDirectory: string): Promise<void> {
  for (const entry of await readdir(cacheDirectory)) {
    const path = join(cacheDirectory, entry);
    if (path.startsWith(`${directory}.`) && path.endsWith('.partial')) await rm(path, { recursive: true, force: true });
  }
}

function fetchFailure(name: string, { output }: ProgramFailed): ExpectedError {
  if (mentionsFullDisk(output)) return fullDiskError();
  const advice = 'The first start needs the network, or a mirror in the settings.xml of Maven: start again when it is there.';
  const reason = output.split('\n').find((line) => line.includes('ERROR')) ?? 'Maven was ended.';
  return new ExpectedError(`${name} could not be fetched. ${advice}\n${reason}`);
}

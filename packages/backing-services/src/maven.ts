// Fetches a Java server's jars with Maven into the cache, once and whole: what stands there under its final name is complete.
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheLock } from './cache-lock.ts';
import { findJdk, findMaven } from './prerequisites.ts';
import { ProgramFailed, runProgram } from './run-program.ts';
import type { ServerName, Startup } from './server.ts';
import { Trouble } from './trouble.ts';

export type JavaServer = { name: ServerName; megabytes: number; arrange?: (directory: string, jar: string) => Promise<void> };

const resources = join(import.meta.dirname, '..', 'java');
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const fetchLimitMs = 15 * 60_000;

// Maven's own repository is not made for two at once, so fetches queue within this process and, by the lock, between processes.
let fetching: Promise<unknown> = Promise.resolve();

export async function fetchJars(startup: Startup, server: JavaServer): Promise<string> {
  const directory = join(startup.cacheDirectory, await entryName(server.name));
  if (await exists(directory)) return directory;
  startup.progress(server.name, 'fetching', `about ${server.megabytes} MB, only this once`);
  const mine = fetching.then(() => cacheLock(startup.cacheDirectory, startup.signal, async () => {
    if (!(await exists(directory))) await fill(directory, startup, server);
  }));
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
    await rename(partial, directory).catch(async (error: unknown) => {
      if (!(await exists(directory))) throw error; // else another process was faster
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function copyDependencies(partial: string, startup: Startup, { name }: JavaServer): Promise<void> {
  const mvn = await findMaven(startup.progress);
  await mkdir(partial, { recursive: true });
  const args = ['-q', '-B', '-f', join(resources, name, 'pom.xml'), plugin, `-DoutputDirectory=${join(partial, 'lib')}`, '-DincludeScope=runtime'];
  try {
    await runProgram({ command: mvn, args, limitMs: fetchLimitMs, signal: startup.signal });
  } catch (error) {
    throw error instanceof ProgramFailed ? fetchTrouble(name, error) : error;
  }
}

async function compile(partial: string, javac: string, name: string): Promise<void> {
  const sources = (await readdir(join(resources, name))).filter((file) => file.endsWith('.java')).map((file) => join(resources, name, file));
  if (sources.length === 0) return;
  await runProgram({ command: javac, args: ['--release', '17', '-nowarn', '-cp', join(partial, 'lib', '*'), '-d', join(partial, 'classes'), ...sources] });
}

// The name changes with the pom and the sources, so that an entry made from older ones is never taken.
async function entryName(name: string): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(join(resources, name))).sort();
  for (const file of files) hash.update(await readFile(join(resources, name, file)));
  const version = /<version>(.+?)<\/version>/.exec(await readFile(join(resources, name, 'pom.xml'), 'utf8'))?.[1] ?? '';
  return `${name}-${version}-${hash.digest('hex').slice(0, 8)}`;
}

async function removeAbandoned(directory: string, cacheDirectory: string): Promise<void> {
  for (const entry of await readdir(cacheDirectory)) {
    const path = join(cacheDirectory, entry);
    if (path.startsWith(`${directory}.`) && path.endsWith('.partial')) await rm(path, { recursive: true, force: true });
  }
}

function fetchTrouble(name: string, { output, message }: ProgramFailed): Trouble {
  if (/No space left on device/.test(output)) return new Trouble(`The disk is full: ${name} could not be fetched. Free about 1 GB and start again.`);
  return new Trouble(`${name} could not be fetched. The first start needs the network (or a mirror in Maven's settings.xml); start again when it is there. ${message}`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

/** Finds the programs that neither npm nor Maven provides; installs a missing one if we are root, otherwise says how to. */
import { existsSync } from 'node:fs';
import { chmod, glob, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runProgram } from '../processes/index.ts';
import type { Progress } from '../server.ts';
import { ExpectedError } from '../expected-error.ts';

export type Jdk = { java: string; javac: string; jar: string; major: number };

const OLDEST_JDK = 17;
const INSTALL_LIMIT_MS = 15 * 60_000;
const POLICY_FILE = '/usr/sbin/policy-rc.d';
const brewed = ['/opt/homebrew/opt/rabbitmq', '/usr/local/opt/rabbitmq'];
const rabbitmqHomes = ['/usr/lib/rabbitmq/lib/rabbitmq_server-*', '/opt/rabbitmq*', ...brewed];

let installing: Promise<unknown> = Promise.resolve();
let jdk: Promise<Jdk> | undefined;

export function findJdk(progress: Progress): Promise<Jdk> {
  jdk ??= jdkOrInstalled(progress).catch((error: unknown) => {
    jdk = undefined;
    throw error;
  });
  return jdk;
}

export async function findMaven(progress: Progress): Promise<string> {
  return (await onPath('mvn')) ?? (await installed('mvn', 'maven', progress, () => onPath('mvn')));
}

export async function findRabbitmq(progress: Progress): Promise<string> {
  return (await rabbitmqHome()) ?? (await installed('RabbitMQ', 'rabbitmq-server', progress, rabbitmqHome));
}

export async function findChromium(progress: Progress): Promise<string> {
  return (await chromiumOnPath()) ?? (await installed('Chromium', 'chromium', progress, chromiumOnPath));
}

export async function findEpmd(): Promise<string> {
  const epmd = await onPath('epmd');
  if (!epmd)
    throw new ExpectedError('epmd, a part of Erlang that RabbitMQ needs, is not on PATH: add the bin directory of Erlang to PATH.');
  return epmd;
}

export async function onPath(program: string): Promise<string | undefined> {
  for (const directory of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const file = join(directory, program);
    if (existsSync(file)) return file;
  }
  return undefined;
}

async function chromiumOnPath(): Promise<string | undefined> {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const found = await onPath(name);
    if (found) return found;
  }
  return undefined;
}

async function jdkOrInstalled(progress: Progress): Promise<Jdk> {
  return (await usableJdk()) ?? (await installed(`JDK ${OLDEST_JDK} or newer`, 'default-jdk-headless', progress, usableJdk));
}

async function usableJdk(): Promise<Jdk | undefined> {
  const home = process.env.JAVA_HOME;
  const javac = home && existsSync(join(home, 'bin', 'javac')) ? join(home, 'bin', 'javac') : await onPath('javac');
  if (!javac) return undefined;
  // It prints "javac 17.0.15"; a stub such as that of macOS fails here and counts as missing.
  const major = Number(/javac (\d+)/.exec(await runProgram({ command: javac, args: ['-version'] }).catch(() => ''))?.[1]);
  const beside = (tool: string) => javac.replace(/javac$/, tool);
  return major >= OLDEST_JDK ? { java: beside('java'), javac, jar: beside('jar'), major } : undefined;
}

async function rabbitmqHome(): Promise<string | undefined> {
  const homes = process.env.RABBITMQ_HOME ? [process.env.RABBITMQ_HOME] : rabbitmqHomes;
  const found: string[] = [];
  for await (const home of glob(homes)) if (existsSync(join(home, 'sbin', 'rabbitmq-server'))) found.push(home);
  return found.sort().at(-1);
}

async function installed<T>(what: string, aptPackage: string, progress: Progress, find: () => Promise<T | undefined>): Promise<T> {
  const command = `apt-get update && apt-get install -y --no-install-recommends ${aptPackage}`;
  if (process.getuid?.() !== 0 || !(await onPath('apt-get'))) throw new ExpectedError(missing(what, aptPackage, command));
  const mine = installing.then(() => aptInstall(aptPackage, progress));
  installing = mine.catch(() => undefined);
  await mine.catch((error: Error) => {
    throw new ExpectedError(`${what} is missing and could not be installed with "${command}". ${error.message}`, { cause: error });
  });
  const found = await find();
  if (found === undefined) throw new ExpectedError(`${aptPackage} was installed, yet ${what} was not found.`);
  return found;
}

/** Cannot be aborted: a package manager stopped half way leaves a broken installation. */
async function aptInstall(aptPackage: string, progress: Progress): Promise<void> {
  progress('prerequisites', 'fetching', aptPackage);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const waitForLock = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  const apt = (...args: string[]) => runProgram({ command: 'apt-get', args: [...waitForLock, ...args], env, limitMs: INSTALL_LIMIT_MS });
  await apt('update');
  await withoutStartingServices(() => apt('install', '-y', '--no-install-recommends', aptPackage));
  progress('prerequisites', 'ready', aptPackage);
}

/** Debian starts a newly installed server as a system service unless this file forbids it. */
async function withoutStartingServices(install: () => Promise<unknown>): Promise<void> {
  const aside = `${POLICY_FILE}.before-catalog`;
  if (existsSync(POLICY_FILE)) await rename(POLICY_FILE, aside);
  try {
    await writeFile(POLICY_FILE, '#!/bin/sh\nexit 101\n');
    await chmod(POLICY_FILE, 0o755);
    await install();
  } finally {
    await rm(POLICY_FILE, { force: true });
    if (existsSync(aside)) await rename(aside, POLICY_FILE);
  }
}

function missing(what: string, aptPackage: string, command: string): string {
  const brew = { 'default-jdk-headless': 'openjdk', maven: 'maven', chromium: '--cask chromium' }[aptPackage] ?? 'rabbitmq';
  const how = process.platform === 'darwin' ? `brew install ${brew}` : `sudo sh -c "${command}"`;
  return `${what} is missing. Install it with: ${how}`;
}

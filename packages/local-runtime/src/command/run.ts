/** One run of the local catalog, from locking its home until everything is stopped again. */
import { ExpectedError } from '@catalog/backing-services';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { StartOptions } from './start-options.ts';
import { buildWebPages, type Catalog, startCatalog } from '../launch/index.ts';
import { type Endpoints, writeEnvFiles } from '../home/index.ts';
import { JourneyFailed, lastLine, runJourney } from '../journey/index.ts';
import { loadLines, loadSampleCatalog, readSampleCatalog } from '../sample/index.ts';
import { signInTo } from '../sign-in-to.ts';
import { createDisplay, type Display, serverSummary, showStart, summary } from '../display/index.ts';
import { lockHome } from './lock-home.ts';

export type RunOptions = { home: string; portBase: number; stopRequested: AbortSignal };

/** Resolves when the run ends by itself; rejects with StopRequested if it was asked to stop. */
export async function run(options: StartOptions, { home, portBase, stopRequested }: RunOptions): Promise<void> {
  const display = createDisplay();
  await using resources = new AsyncDisposableStack();
  const lock = await lockHome(home, stopRequested);
  resources.defer(() => lock.release());
  const failed = new AbortController();
  const signal = AbortSignal.any([stopRequested, failed.signal]);
  const start = showStart(display, (failure) => {
    if (options.once) failed.abort(failure);
  });
  stopRequested.addEventListener('abort', () => {
    lock.stopping();
    void start.close('stopped').then(() => display.say('\nStopping everything…'));
  });
  if (lock.leftovers > 0) display.say(`Ended ${lock.leftovers} processes that an earlier run had left behind.`);
  if (options.fresh) await forgetData(home);
  try {
    const withWebPages = !options.once && !options.onlyServers;
    const built = withWebPages ? buildWebPages(signal) : Promise.resolve();
    // A failed build is reported when the pages are to be started.
    built.catch(() => undefined);
    const catalog = await startCatalog({ home, portBase, onlyServers: options.onlyServers, withWebPages, events: start.events, signal });
    resources.defer(async () => {
      lock.stopping();
      await catalog.stop();
    });
    await start.close();
    await runCatalog(catalog, { options, display, home, signal, resources, built });
  } catch (error) {
    await start.close('not started');
    throw error;
  }
}

type Run = {
  options: StartOptions;
  display: Display;
  home: string;
  signal: AbortSignal;
  resources: AsyncDisposableStack;
  built: Promise<void>;
};

async function runCatalog(catalog: Catalog, { options, display, home, signal, resources, built }: Run): Promise<void> {
  const shownHome = shortest(home);
  if (options.onlyServers) {
    for (const kept of await writeEnvFiles(catalog.environments)) display.say(`services/${kept}/.env is your own and was left as it is.`);
    display.say(serverSummary(catalog.endpoints, shownHome));
    return untilAborted(signal);
  }
  await loadSample(catalog.endpoints, display, signal);
  if (!options.once) await openWebPages(catalog, display, built);
  display.say(summary(catalog.endpoints, shownHome));
  if (!options.once) return untilAborted(signal);
  const line = await journey(catalog.endpoints, { display, shownHome, signal });
  await resources.disposeAsync();
  display.say(line);
}

async function loadSample({ services, credentials }: Endpoints, display: Display, signal: AbortSignal): Promise<void> {
  const phase = display.phase('Sample catalog', loadLines);
  try {
    const client = await signInTo(services['api-gateway']?.url ?? '', credentials['admin'] ?? { username: '', password: '' }, signal);
    await loadSampleCatalog({ client, sample: await readSampleCatalog(), phase, signal });
    await phase.close();
  } catch (error) {
    await phase.close('not loaded');
    throw error;
  }
}

async function openWebPages(catalog: Catalog, display: Display, built: Promise<void>): Promise<void> {
  const phase = display.phase('Web pages', ['build', 'start']);
  try {
    phase.update('build', 'waiting');
    await built;
    phase.finish('build', 'built');
    await catalog.startWebPages();
    phase.finish('start', 'started');
    await phase.close();
  } catch (error) {
    await phase.close('not started');
    throw error;
  }
}

type Journey = { display: Display; shownHome: string; signal: AbortSignal };

async function journey({ services, credentials }: Endpoints, { display, shownHome, signal }: Journey): Promise<string> {
  display.say('\nThe demo journey:');
  try {
    return lastLine(
      await runJourney({
        gateway: services['api-gateway']?.url ?? '',
        admin: credentials['admin'] ?? { username: '', password: '' },
        say: (line) => display.say(line),
        signal,
      }),
    );
  } catch (error) {
    if (!(error instanceof JourneyFailed)) throw error;
    const logs = error.services.map((name) => `${shownHome}/logs/${name}.log`);
    throw new ExpectedError(`${error.message}\nLogs: ${logs.join(', ')}`, { cause: error });
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // A pending promise does not keep the process alive.
    const alive = setInterval(() => undefined, 3_600_000);
    const end = () => {
      clearInterval(alive);
      reject(signal.reason as Error);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function shortest(directory: string): string {
  const below = relative(process.cwd(), directory);
  return below === '' || below.startsWith('..') ? directory : below;
}

async function forgetData(home: string): Promise<void> {
  for (const part of ['data', 'logs']) await rm(join(home, part), { recursive: true, force: true });
}

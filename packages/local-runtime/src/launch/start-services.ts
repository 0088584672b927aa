/** Starts services in parallel, each kept running; if one cannot start, the other starts end too. */
import { spawnManaged } from '@catalog/backing-services';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessName } from '@catalog/contracts';
import type { Environment, Place } from '../home/index.ts';
import type { StartEvents } from './start-events.ts';
import { supervise, type Supervised } from './supervise.ts';

export type ServicesStart = {
  home: string;
  names: readonly ProcessName[];
  urls: Record<ProcessName, string>;
  environments: Record<ProcessName, Environment>;
  events: StartEvents;
  signal?: AbortSignal | undefined;
  /** Called for each process, also after a restart. */
  onPlaced: (name: ProcessName, place: Place) => void;
};

/** Adds what has to be stopped to `running`, also when the start fails. */
export async function startServices(start: ServicesStart, running: AsyncDisposableStack): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(start.signal ? [start.signal] : [])]);
  const starts = start.names.map(async (name) => ({ name, supervised: await startService(name, { ...start, signal }) }));
  for (const each of starts) each.catch((error: unknown) => failed.abort(error));
  const settled = await Promise.allSettled(starts);
  const started = settled.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  running.defer(async () => {
    await Promise.all(started.map(({ name, supervised }) => stopService(name, supervised, start.events)));
  });
  signal.throwIfAborted();
}

async function startService(name: ProcessName, { home, urls, environments, events, signal, onPlaced }: ServicesStart): Promise<Supervised> {
  const log = join(home, 'logs', `${name}.log`);
  const environment = { NODE_COMPILE_CACHE: join(home, 'cache', 'node'), ...inherited(), ...environments[name] };
  events.service(name, 'starting');
  const supervised = await supervise({
    name,
    url: urls[name],
    signal,
    spawn: () =>
      spawnManaged({
        name,
        command: process.execPath,
        args: ['--max-old-space-size=256', '--import', '@catalog/observability/register', 'src/main.ts'],
        cwd: fileURLToPath(new URL(`${name}/`, servicesFolder)),
        env: environment,
        logFile: log,
        runDirectory: join(home, 'run'),
      }),
    onEnded: (ended) => events.serviceEnded(name, ended),
    onStarted: (pid) => onPlaced(name, { url: urls[name], pid, log }),
  });
  events.service(name, 'ready', urls[name]);
  return supervised;
}

async function stopService(name: ProcessName, supervised: Supervised, events: StartEvents): Promise<void> {
  events.service(name, 'stopping');
  await supervised.stop();
  events.service(name, 'stopped');
}

const servicesFolder = new URL('../../../../services/', import.meta.url);

/** The environment variables that services inherit; everything else they get is set here. */
const passedOn = [
  'PATH',
  'HOME',
  'TZ',
  'NODE_V8_COVERAGE',
  'NODE_EXTRA_CA_CERTS',
  'NODE_COMPILE_CACHE',
  'LOG_LEVEL',
  'TRACE_SAMPLE_RATIO',
  'CORS_ORIGINS',
  'RATE_LIMIT_PER_MINUTE',
  'LOGIN_LIMIT_PER_MINUTE',
  'TOKEN_LIFETIME_SECONDS',
  'PUBLICATION_DEADLINE_SECONDS',
  'PUBLICATION_REPAIR_SECONDS',
  'SAGA_LOCK_SECONDS',
];

const inherited = (): Environment => Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

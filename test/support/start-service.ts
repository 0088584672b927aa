/** Starts a service as a process of its own, and waits until it is ready. */
import { addressVariable, factsOf, type ProcessName } from '@catalog/contracts';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.ts';

export type RunningService = {
  url: string;
  /** Where its metrics are, unless its environment takes METRICS_PORT away. */
  metricsUrl: string;
  pid: number;
  /** What it logged so far, one record per line. */
  logged: LogLine[];
  /** SIGTERM, and the exit code it ended with. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
};

type LogLine = { level: string; message: string; correlation_id?: string; context?: Record<string, unknown> };

const servicesFolder = new URL('../../services/', import.meta.url);

export async function startService(name: string, environment: Record<string, string>, { traced = true } = {}): Promise<RunningService> {
  const child = spawn(process.execPath, [...(traced ? ['--import', '@catalog/observability/register'] : []), 'src/main.ts'], {
    cwd: fileURLToPath(new URL(`${name}/`, servicesFolder)),
    env: {
      ...inherited(),
      ...addressesOfNobody(name),
      SERVICE_NAME: name,
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'INFO',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logged: LogLine[] = [];
  const troubles: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) =>
    line.startsWith('{') ? logged.push(JSON.parse(line) as LogLine) : troubles.push(line),
  );
  createInterface({ input: child.stderr }).on('line', (line) => troubles.push(line));
  const url = await listeningUrl(child, logged, troubles);
  return {
    url,
    metricsUrl: `http://127.0.0.1:${portLogged(logged, 'Metrics served')}/metrics`,
    pid: child.pid!,
    logged,
    stop: () => end(child, 'SIGTERM'),
    async kill() {
      await end(child, 'SIGKILL');
    },
  };
}

// The tests' own servers are named by these; a service must get its addresses from its test alone.
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TZ, NODE_V8_COVERAGE, NODE_EXTRA_CA_CERTS } = process.env;
  return JSON.parse(JSON.stringify({ PATH, HOME, TZ, NODE_V8_COVERAGE, NODE_EXTRA_CA_CERTS })) as NodeJS.ProcessEnv;
}

/** Of the services it calls: what a test does not give does not answer. */
const addressesOfNobody = (name: string): Record<string, string> =>
  Object.fromEntries((factsOf(name as ProcessName).calls ?? []).map((called) => [addressVariable(called), NOBODY]));

const NOBODY = 'http://127.0.0.1:1';

async function listeningUrl(child: ChildProcess, logged: LogLine[], troubles: string[]): Promise<string> {
  const said = () => [...logged.slice(-5).map((line) => JSON.stringify(line)), ...troubles].join('\n');
  return eventually(
    async () => {
      if (child.exitCode !== null) throw new Gone(`it ended with ${child.exitCode}:\n${said()}`);
      const port = portLogged(logged, 'Listening');
      if (port === undefined) throw new Error(`it does not listen:\n${said()}`);
      const url = `http://127.0.0.1:${port}`;
      const { status } = await fetch(`${url}/health/ready`);
      if (status !== 200) throw new Error(`it is not ready:\n${said()}`);
      return url;
    },
    { unless: (error) => error instanceof Gone },
  );
}

const portLogged = (logged: readonly LogLine[], as: string) =>
  logged.find(({ message }) => message === as)?.context?.['port'] as number | undefined;

class Gone extends Error {}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}

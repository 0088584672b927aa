/** Runs the tests: every level, or those named, against real servers that it starts itself; ends with a line that counts them. */
import { type BackingServices, endLeftovers, startBackingServices, ExpectedError } from '@catalog/backing-services';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const levels = ['unit', 'component', 'integration', 'contract', 'e2e', 'web'] as const;
type Level = (typeof levels)[number];
type Counts = { passed: number; failed: number };
type Print = (text: string) => void;

const write: Print = (text) => process.stdout.write(text);

/** A level that hangs ends as a failure. */
const LEVEL_LIMIT_MS = 60 * 60_000;

const needsServers = (level: Level): boolean => level === 'component' || level === 'integration' || level === 'e2e' || level === 'web';

const rulesFiles = ['services/*/src/rules/**/*.ts', 'packages/contracts/src/**/*.ts'];
const allSource = ['packages/*/src/**/*.ts', 'services/*/src/**/*.ts'];

const asked = process.argv.slice(2) as Level[];
const unknown = asked.filter((level) => !levels.includes(level));
if (unknown.length > 0) {
  console.error(`There is no test level ${unknown.join(', ')}; there are ${levels.join(', ')}`);
  process.exit(1);
}
// A fixed place, so that the servers of a run that was killed are found and ended by the next.
const scratch = resolve('.catalog/test');
await endLeftovers(join(scratch, 'run'));
await Promise.all(['coverage', 'data'].map((folder) => rm(join(scratch, folder), { recursive: true, force: true })));
await mkdir(scratch, { recursive: true });
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());

try {
  const counts = asked.length > 0 ? await runLevels(asked) : await runEverything();
  const { passed, failed } = counts.reduce((sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed }), {
    passed: 0,
    failed: 0,
  });
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof ExpectedError) && !stopped.signal.aborted) throw error;
  console.error(stopped.signal.aborted ? 'Stopped' : (error as Error).message);
  process.exitCode = 1;
  stopped.abort();
}

/** What needs no servers runs beside what needs them, which waits more than it works; its output comes when it is over. */
async function runEverything(): Promise<Counts[]> {
  const coverageFolder = join(scratch, 'coverage');
  const environment = { NODE_V8_COVERAGE: coverageFolder };
  const [counts, aside] = await Promise.all([runLevels(levels.filter(needsServers), environment), withoutServers(environment)]);
  console.log(aside.output);
  return [
    ...counts,
    ...aside.counts,
    await coverage('of the rules', coverageFolder, rulesFiles, 90),
    await coverage('of all source', coverageFolder, allSource, 70),
  ];
}

async function withoutServers(environment: Record<string, string>): Promise<{ counts: Counts[]; output: string }> {
  const output: string[] = [];
  const print: Print = (text) => output.push(text);
  const counts = [
    await check('type check', 'npm', ['run', '--silent', 'typecheck'], print),
    await check('lint', 'npm', ['run', '--silent', 'lint'], print),
  ];
  for (const level of levels.filter((each) => !needsServers(each))) counts.push(await runLevel(level, environment, print));
  return { counts, output: output.join('') };
}

async function runLevels(chosen: readonly Level[], environment: Record<string, string> = {}): Promise<Counts[]> {
  const servers = chosen.some(needsServers) ? await startServers() : undefined;
  try {
    const counts: Counts[] = [];
    for (const level of chosen) counts.push(await runLevel(level, { ...environment, ...(servers && addressesOf(servers)) }));
    return counts;
  } finally {
    await servers?.stop();
  }
}

async function startServers(): Promise<BackingServices> {
  console.log('\n── servers');
  return startBackingServices({
    dataDirectory: join(scratch, 'data'),
    logDirectory: join(scratch, 'logs'),
    durable: false,
    signal: stopped.signal,
    progress: (server, state, detail) => console.log(`   ${server} ${state}${detail ? `: ${detail}` : ''}`),
  });
}

function addressesOf({ servers }: BackingServices): Record<string, string> {
  return {
    POSTGRES_URL: servers.postgres.url,
    RABBITMQ_URL: servers.rabbitmq.url,
    RABBITMQ_MANAGEMENT_URL: String(servers.rabbitmq['management_url']),
    MONGODB_URL: servers.mongodb.url,
    ELASTICSEARCH_URL: servers.elasticsearch.url,
    CAMUNDA_URL: servers.camunda.url,
    ZIPKIN_URL: servers.zipkin.url,
  };
}

async function runLevel(level: Level, environment: Record<string, string>, print = write): Promise<Counts> {
  print(`\n── ${level}\n`);
  const report = join(scratch, `${level}.json`);
  await rm(report, { force: true });
  const files = `{packages,services,test}/**/*.${level}.test.ts`;
  const status = await run(
    'mocha',
    ['--reporter', './test/support/counting-reporter.cjs', '--reporter-option', `report=${report}`, files],
    environment,
    print,
  );
  const counts = await readFile(report, 'utf8').then(
    (text) => JSON.parse(text) as Counts,
    () => ({ passed: 0, failed: 1 }),
  );
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function check(name: string, command: string, parameters: string[], print = write): Promise<Counts> {
  print(`\n── ${name}\n`);
  const status = await run(command, parameters, {}, print);
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function coverage(name: string, folder: string, include: string[], minimum: number): Promise<Counts> {
  return check(`coverage ${name}, at least ${minimum} % of lines`, 'c8', [
    'report',
    '--temp-directory',
    folder,
    '--reporter',
    'text-summary',
    '--all',
    '--exclude',
    '**/test/**',
    '--exclude',
    '**/*.d.ts',
    ...include.flatMap((pattern) => ['--include', pattern]),
    '--check-coverage',
    '--lines',
    String(minimum),
  ]);
}

/** What it prints is shown at once, or given to `print`. */
async function run(command: string, parameters: string[], environment: Record<string, string> = {}, print = write): Promise<number> {
  const binaries = join(process.cwd(), 'node_modules', '.bin');
  const child = spawn(command, parameters, {
    timeout: LEVEL_LIMIT_MS,
    signal: stopped.signal,
    killSignal: 'SIGKILL',
    stdio: print === write ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { LOG_LEVEL: 'SILENT', ...process.env, PATH: `${binaries}:${process.env['PATH']}`, ...environment },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', print);
  child.on('error', (error) => {
    if (!stopped.signal.aborted) console.error(error.message);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  stopped.signal.throwIfAborted();
  return code ?? 1;
}

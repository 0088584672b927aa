/** Fuzzes every service by its OpenAPI document, on a catalog of its own; prints cases and failures of each, exits 1 on any failure. */
import { ExpectedError } from '@catalog/backing-services';
import { type ServiceName, serviceNames } from '@catalog/contracts';
import { parseArgs } from 'node:util';
import { type FuzzedCatalog, startFuzzedCatalog } from './fuzzed-catalog.ts';
import { type Findings, type Fuzz, type Fuzzing, installSchemathesis } from './schemathesis.ts';

const home = '.catalog/fuzz';
const LINE_LENGTH = 500;

type Round = { service: ServiceName; as: 'admin' | 'service'; operations: readonly string[]; inputs: Fuzzing['inputs'] };

/** Nothing is left out. An administrator may not lock prices: services may, in a round of their own. */
const rounds: readonly Round[] = [
  ...serviceNames.flatMap((service) =>
    (['of the schema', 'odd'] as const).map((inputs): Round => ({ service, as: 'admin', operations: [], inputs })),
  ),
  { service: 'pricing-service', as: 'service', operations: ['lockPrice', 'unlockPrice'], inputs: 'of the schema' },
];

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());

try {
  process.exitCode = await run(settingsFrom(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof ExpectedError) && !stopped.signal.aborted) throw error;
  console.error(error instanceof ExpectedError ? error.message : 'Stopped');
  process.exitCode = 1;
}

type Settings = { maxExamples: number; seed: number; services: readonly string[] };

function settingsFrom(given: string[]): Settings {
  const options = { 'max-examples': { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } } as const;
  const { values, positionals: services } = parsed(() => parseArgs({ args: given, allowPositionals: true, options }));
  const [maxExamples, seed] = [Number(values['max-examples']), Number(values.seed)];
  const isRight = Number.isInteger(maxExamples) && maxExamples >= 1 && Number.isInteger(seed);
  if (!isRight || !services.every((name) => (serviceNames as readonly string[]).includes(name))) throw usage();
  return { maxExamples, seed, services };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch {
    throw usage();
  }
}

function usage(): ExpectedError {
  return new ExpectedError(
    `Usage: npm run test:fuzz -- [--max-examples 60] [--seed 1] [service…]; services are ${serviceNames.join(', ')}`,
  );
}

async function run({ services, ...settings }: Settings): Promise<number> {
  const fuzz = await installSchemathesis(home, stopped.signal);
  console.log('Starting a catalog to be fuzzed…');
  const catalog = await startFuzzedCatalog(home, stopped.signal);
  try {
    const chosen = rounds.filter(({ service }) => services.length === 0 || services.includes(service));
    const found: Findings[] = [];
    for (const round of chosen) found.push(await fuzzed({ round, settings, catalog, fuzz }));
    for (const crash of catalog.crashes) console.log(crash);
    const sum = (of: (one: Findings) => number) => found.reduce((total, one) => total + of(one), 0);
    const [cases, failures] = [sum((one) => one.cases), sum((one) => one.failures)];
    console.log(`\n${cases} cases, ${failures} failures, ${catalog.crashes.length} crashes, seed ${settings.seed}`);
    return failures === 0 && catalog.crashes.length === 0 ? 0 : 1;
  } finally {
    await catalog.stop();
  }
}

/** Some findings are kilobytes long; the beginning tells them. */
function shortened(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line))
    .join('\n');
}

type Fuzzed = { round: Round; settings: Omit<Settings, 'services'>; catalog: FuzzedCatalog; fuzz: Fuzz };

async function fuzzed({ round: { service, as, operations, inputs }, settings, catalog, fuzz }: Fuzzed): Promise<Findings> {
  const url = catalog.urls[service];
  const documentUrl = url + (service === 'api-gateway' ? '/docs/api-gateway/openapi.json' : '/openapi.json');
  const findings = await fuzz({
    documentUrl,
    url,
    token: catalog.tokens[as],
    operations,
    inputs,
    ...settings,
    environment: catalog.sample,
    signal: stopped.signal,
  });
  if (findings.failures > 0) console.log(shortened(findings.output));
  const name = `${service} (${[...operations, `inputs ${inputs}`].join(', ')})`;
  console.log(`${name}: ${findings.cases} cases, ${findings.failures} failures`);
  return findings;
}

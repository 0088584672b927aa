/** Schemathesis, the fuzzer that reads OpenAPI documents: installed once into a place of its own, then run on one document at a time. */
import { ExpectedError } from '@catalog/backing-services';
import { execFile } from 'node:child_process';
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const VERSION = '4.32.5';
const INSTALL_LIMIT_MS = 300_000;
const RUN_LIMIT_MS = 600_000;
const REQUEST_LIMIT_SECONDS = 15;

const configuration = fileURLToPath(new URL('schemathesis.toml', import.meta.url));
const oddInputs = fileURLToPath(new URL('odd_inputs.py', import.meta.url));

export type Fuzzing = {
  documentUrl: string;
  url: string;
  token: string;
  /** Only these operations; all of them when empty. */
  operations: readonly string[];
  /** `odd`: as people and attackers write numbers and texts, where the schema thinks of none of it. */
  inputs: 'of the schema' | 'odd';
  maxExamples: number;
  seed: number;
  /** What its configuration names as `${NAME}`. */
  environment: Readonly<Record<string, string>>;
  signal: AbortSignal;
};
export type Findings = { cases: number; failures: number; output: string };

export type Fuzz = (fuzzing: Fuzzing) => Promise<Findings>;

/** Below `home` are the environment and the reports. */
export async function installSchemathesis(home: string, signal: AbortSignal): Promise<Fuzz> {
  const folder = resolve(home, `schemathesis-${VERSION}`);
  const program = join(folder, 'bin', 'schemathesis');
  await mkdir(home, { recursive: true });
  if (!(await isThere(program))) await install(folder, signal);
  return (fuzzing) => fuzz(program, resolve(home), fuzzing);
}

async function install(folder: string, signal: AbortSignal): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  try {
    await execute('python3', ['-m', 'venv', folder], { signal, timeout: INSTALL_LIMIT_MS });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ExpectedError('Fuzzing needs Python 3.10 or newer with its venv module: apt-get install python3-venv.', { cause: error });
  }
  try {
    await execute(join(folder, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`], { signal, timeout: INSTALL_LIMIT_MS });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (signal.aborted) throw error;
    throw new ExpectedError(`schemathesis ${VERSION} could not be installed by pip: ${lastLineOf(error)}`, { cause: error });
  }
}

async function fuzz(program: string, home: string, fuzzing: Fuzzing): Promise<Findings> {
  const report = join(home, 'report.json');
  await rm(report, { force: true });
  const output = await outputOf(program, parametersOf(fuzzing, report), {
    cwd: home,
    env: { ...process.env, ...fuzzing.environment, ...(fuzzing.inputs === 'odd' && { SCHEMATHESIS_HOOKS: oddInputs }) },
    signal: fuzzing.signal,
    timeout: RUN_LIMIT_MS,
  });
  const told = await readFile(report, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => undefined,
  );
  if (!told) return { cases: 0, failures: 1, output };
  const failures = told.failures.length + told.errors.length;
  return { cases: told.test_cases.generated, failures: told.exit_code === 0 ? failures : Math.max(1, failures), output };
}

type Report = { exit_code: number; test_cases: { generated: number }; failures: unknown[]; errors: unknown[] };

const parametersOf = ({ documentUrl, url, token, operations, inputs, maxExamples, seed }: Fuzzing, report: string): string[] => [
  '--config-file',
  configuration,
  'run',
  documentUrl,
  '--url',
  url,
  '--header',
  `Authorization: Bearer ${token}`,
  '--max-examples',
  String(maxExamples),
  '--seed',
  String(seed),
  '--request-timeout',
  String(REQUEST_LIMIT_SECONDS),
  '--continue-on-failure',
  '--generation-database',
  'none',
  '--no-color',
  '--report',
  'json',
  '--report-json-path',
  report,
  ...operations.flatMap((id) => ['--include-operation-id', id]),
  // What an odd input is to be refused for, its schema does not always say.
  ...(inputs === 'odd' ? ['--mode', 'positive', '--phases', 'fuzzing'] : []),
];

type ProcessOptions = { cwd: string; env: NodeJS.ProcessEnv; signal: AbortSignal; timeout: number };

/** It ends with an error when it has found something: what it says matters either way. */
async function outputOf(program: string, parameters: string[], options: ProcessOptions): Promise<string> {
  try {
    return (await execute(program, parameters, { ...options, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    if (options.signal.aborted) throw error;
    return (error as { stdout?: string }).stdout || String(error);
  }
}

const execute = promisify(execFile);

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const lastLineOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1)!;

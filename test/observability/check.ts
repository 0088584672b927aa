/**
 * Checks the rules with Prometheus' own promtool, and Logstash's pipeline with a parser of its grammar; both are fetched once into
 * .catalog/tools.
 */
import { ExpectedError } from '@catalog/backing-services';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const PROMTOOL = 'github.com/prometheus/prometheus/cmd/promtool@v0.316.0';
const PIPELINE_PARSER = 'logstash-pipeline-parser==0.0.3';
const LIMIT_MS = 30 * 60_000;

const tools = resolve('.catalog/tools');
const promtool = join(tools, 'promtool');
const python = join(tools, 'logstash', 'bin', 'python');

try {
  await fetchTools();
  const failed = [
    await check('rules', promtool, ['check', 'rules', '--lint=all', ...globSync('observability/prometheus/*.rules.yml')]),
    await check('tests of the rules', promtool, ['test', 'rules', ...globSync('observability/prometheus/*.test.yml')]),
    await check('configuration of Prometheus', promtool, ['check', 'config', '--syntax-only', 'observability/prometheus/prometheus.yml']),
    await check('pipeline of Logstash', python, [
      '-c',
      'import sys, logstash_pipeline_parser as p; p.Pipeline(open(sys.argv[1]).read()).parse()',
      'observability/logstash/catalog-logs.conf',
    ]),
  ].filter((isGood) => !isGood).length;
  console.log(`\n${4 - failed} good, ${failed} not`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof ExpectedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function fetchTools(): Promise<void> {
  mkdirSync(tools, { recursive: true });
  if (!(await isThere(promtool))) {
    console.log(`Building ${PROMTOOL}: some minutes, once.`);
    const isBuilt = await run('go', ['install', PROMTOOL], { GOBIN: tools, CGO_ENABLED: '0' });
    if (!isBuilt) throw new ExpectedError('promtool could not be built: it needs Go 1.26 or newer and access to its modules.');
  }
  if (!(await isThere(python))) {
    const isInstalled =
      (await run('python3', ['-m', 'venv', join(tools, 'logstash')])) &&
      (await run(python, ['-m', 'pip', 'install', '--quiet', PIPELINE_PARSER]));
    if (!isInstalled)
      throw new ExpectedError(
        'The parser of Logstash pipelines could not be installed: it needs Python 3 with its venv module, apt-get install python3-venv.',
      );
  }
}

async function check(name: string, command: string, parameters: string[]): Promise<boolean> {
  console.log(`\n── ${name}`);
  return run(command, parameters);
}

/** Whether it ended well; a command that is not there did not. */
async function run(command: string, parameters: string[], environment: Record<string, string> = {}): Promise<boolean> {
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LIMIT_MS,
    env: { ...process.env, ...environment },
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return false;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Checks the charts: dependencies, lint, and what they render to; with --conform also against the schemas of Kubernetes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installableCharts } from '../../charts/all-charts.ts';
import { conform } from './conform.ts';
import { chartsFolder, KUBERNETES } from './render.ts';

requireProgram('helm', 'https://helm.sh/docs/intro/install/');
execFileSync('npm', ['run', '--silent', 'charts:pack'], { stdio: 'inherit' });
for (const { name } of installableCharts) helm('lint', '--strict', '--quiet', '--kube-version', KUBERNETES, join(chartsFolder, name));
helm(
  'lint',
  '--strict',
  '--quiet',
  '--kube-version',
  KUBERNETES,
  join(chartsFolder, 'catalog'),
  '--values',
  join(chartsFolder, 'catalog/values-kind.yaml'),
);
console.log(`${installableCharts.length} charts linted`);

if (process.argv.includes('--conform')) {
  requireProgram('kubeconform', 'https://github.com/yannh/kubeconform');
  await conform();
} else console.log('not checked against the schemas of Kubernetes: that is npm run test:charts -- --conform');

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.charts.test.ts'))
  .map((name) => join(import.meta.dirname, name));
process.exitCode = spawnSync('mocha', ['--timeout', '60000', ...files], { stdio: 'inherit' }).status ?? 1;

/** Says nothing where nothing is wrong. */
function helm(...args: string[]): void {
  execFileSync('helm', args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

function requireProgram(name: string, where: string): void {
  if (!spawnSync(name, ['version'], { stdio: 'ignore' }).error) return;
  console.error(`The charts cannot be checked without ${name}: ${where}`);
  process.exit(1);
}

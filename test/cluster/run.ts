/** Tests the catalog on the cluster that KUBECONFIG names: installs it, runs all or the named suites, and uninstalls it. See README.md. */
import { KubernetesObjectApi, type KubernetesObject } from '@kubernetes/client-node';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** In this order: the last one takes the catalog away. */
const suites = ['installation', 'mesh', 'databases', 'keys', 'readiness', 'scaling', 'upgrade', 'deletions', 'uninstallation'];

if (!process.env['KUBECONFIG']) end('KUBECONFIG has to name the cluster, whose namespace "catalog" is taken.');
if (spawnSync('helm', ['version'], { stdio: 'ignore' }).error)
  end('The catalog cannot be installed without helm: https://helm.sh/docs/intro/install/');
const named = process.argv.slice(2);
const unknown = named.find((name) => !suites.includes(name));
if (unknown) end(`There is no suite "${unknown}" among: ${suites.join(', ')}`);

execFileSync('npm', ['run', '--silent', 'charts:pack'], { stdio: 'inherit' });
const { config } = await import('./cluster.ts');
const { isInstalled, upgrade } = await import('./helm.ts');
if (await isInstalled()) console.log('the catalog is installed already');
else await install();
const files = suites
  .filter((name) => named.length === 0 || named.includes(name))
  .map((name) => join(import.meta.dirname, `${name}.cluster.test.ts`));
process.exitCode = spawnSync('mocha', ['--reporter', 'spec', '--exit', '--bail', ...files], { stdio: 'inherit' }).status ?? 1;

async function install(): Promise<void> {
  const namespace = parse(readFileSync(new URL('../../charts/namespace.yaml', import.meta.url), 'utf8')) as KubernetesObject;
  const api = KubernetesObjectApi.makeApiClient(config);
  await api.create(namespace).catch((error: { code?: number }) => {
    if (error.code !== 409) throw error;
  });
  const since = performance.now();
  await upgrade();
  console.log(`installed and ready within ${((performance.now() - since) / 1_000).toFixed(0)} s`);
}

function end(complaint: string): never {
  console.error(complaint);
  process.exit(1);
}

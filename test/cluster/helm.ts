/** Installs and upgrades the release under test by helm; CATALOG_VALUES names more files of values for this cluster. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NAMESPACE } from './cluster.ts';

const RELEASE = 'catalog';
const chart = fileURLToPath(new URL('../../charts/catalog/', import.meta.url));
const files = [`${chart}values-kind.yaml`, ...(process.env['CATALOG_VALUES'] ?? '').split(',').filter(Boolean)];

/** Resolves when everything is ready; `settings` as `--set` takes them. */
export async function upgrade(...settings: string[]): Promise<void> {
  const values = [...files.flatMap((file) => ['--values', file]), ...settings.flatMap((setting) => ['--set', setting])];
  await helm('upgrade', '--install', RELEASE, chart, ...values, '--wait', '--wait-for-jobs', '--timeout', '15m');
}

export const uninstall = (): Promise<string> => helm('uninstall', RELEASE, '--wait', '--timeout', '5m');

/** The journey from inside; rejects if it fails. */
export const testRelease = (): Promise<string> => helm('test', RELEASE, '--timeout', '5m');

export async function isInstalled(): Promise<boolean> {
  return (JSON.parse(await helm('list', '--all', '--output', 'json')) as { name: string }[]).some(({ name }) => name === RELEASE);
}

async function helm(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('helm', [...args, '--namespace', NAMESPACE], { maxBuffer: 32 * 1024 * 1024 });
  return stdout;
}

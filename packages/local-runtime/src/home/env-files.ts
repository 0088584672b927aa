/** Writes each service's environment into its .env, for running it by hand; a file that somebody has made their own is left alone. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ProcessName } from '@catalog/contracts';
import { writeWhole } from './write-whole.ts';

export type Environment = Record<string, string>;

const HEADER = '# Written by "npm start -- --only=infra" at each start. Remove this line to keep your changes.';

const servicesFolder = new URL('../../../../services/', import.meta.url);

/** Resolves to the services whose files were left alone. */
export async function writeEnvFiles(environments: Record<ProcessName, Environment>, folder: URL = servicesFolder): Promise<string[]> {
  const kept: string[] = [];
  for (const [name, environment] of Object.entries(environments)) {
    const file = fileURLToPath(new URL(`${name}/.env`, folder));
    const present = await readFile(file, 'utf8').catch(() => HEADER);
    if (present.startsWith(HEADER)) await writeWhole(file, envFile(environment));
    else kept.push(name);
  }
  return kept;
}

export const envFile = (environment: Environment): string =>
  `${[HEADER, ...Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`)].join('\n')}\n`;

const quoted = (value: string): string => (/^[\w./:@%+,=-]*$/.test(value) ? value : `'${value}'`);

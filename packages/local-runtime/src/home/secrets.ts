/** The passwords and keys of a local catalog: generated at its first start, then kept in files that only their owner can read. */
import { type KeyRing, newRingKey, type ServiceName, usersOf } from '@catalog/contracts';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './write-whole.ts';

export type Secrets = {
  database_passwords: Partial<Record<ServiceName, string>>;
  clients: Partial<Record<ServiceName, string>>;
  /** By this the gateway knows the web pages, and trusts the client address they forward. */
  proxy: string;
  /** The keys that tokens are signed with; `npm run catalog -- keys rotate` adds one. */
  signing_keys_file: string;
};

export async function secretsIn(home: string): Promise<Secrets> {
  const file = join(home, 'secrets.json');
  await mkdir(home, { recursive: true });
  const kept = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Secrets,
    () => undefined,
  );
  // There may be new services since the file was written.
  const secrets: Secrets = {
    database_passwords: filledUp(kept?.database_passwords, usersOf('postgres')),
    clients: filledUp(kept?.clients, ['store-service']),
    proxy: kept?.proxy ?? newSecret(),
    signing_keys_file: await signingKeysIn(home),
  };
  await writeWhole(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

const filledUp = (kept: Partial<Record<ServiceName, string>> = {}, names: readonly ServiceName[]) =>
  Object.fromEntries(names.map((name) => [name, kept[name] ?? newSecret()]));

const newSecret = (): string => randomBytes(24).toString('base64url');

async function signingKeysIn(home: string): Promise<string> {
  const file = join(home, 'signing-keys.json');
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  const ring: KeyRing = { keys: [newRingKey(new Date().toISOString())] };
  await writeWhole(file, `${JSON.stringify(ring, null, 2)}\n`);
  return file;
}

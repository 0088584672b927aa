/** The passwords and keys of one local catalog: made at its first start, then kept in a file that only its owner can read. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ServiceName, withDatabase } from './services.ts';
import { writeWhole } from './write-whole.ts';

export type Secrets = {
  database_passwords: Partial<Record<ServiceName, string>>;
  clients: Partial<Record<ServiceName, string>>;
  /** Base64 of a PKCS #8 PEM. */
  jwt_private_key: string;
};

export async function secretsIn(home: string): Promise<Secrets> {
  const file = join(home, 'secrets.json');
  const kept = await readFile(file, 'utf8').then((text) => JSON.parse(text) as Secrets, () => undefined);
  // A service may have come to the catalog since.
  const secrets: Secrets = {
    database_passwords: filledUp(kept?.database_passwords, withDatabase),
    clients: filledUp(kept?.clients, ['store-service']),
    jwt_private_key: kept?.jwt_private_key ?? await privateKey(),
  };
  await mkdir(home, { recursive: true });
  await writeWhole(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

const filledUp = (kept: Partial<Record<ServiceName, string>> = {}, names: readonly ServiceName[]) =>
  Object.fromEntries(names.map((name) => [name, kept[name] ?? randomBytes(24).toString('base64url')]));

async function privateKey(): Promise<string> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return Buffer.from(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })).toString('base64');
}

/** Where the signing keys come from: a file that is read again whenever it changes, or one key in the environment that never does. */
import { KeyRing, Rejection } from '@catalog/contracts';
import { BadEnvironment, bodyCheck } from '@catalog/http/server';
import { log } from '@catalog/observability';
import { readFile } from 'node:fs/promises';
import type { Config } from './config.ts';
import { type Repeated, repeatedly } from './repeatedly.ts';
import { readyToSign, type SigningKey, type SigningKeys } from './signing-keys.ts';

type KeyConfig = Pick<Config, 'JWT_PRIVATE_KEY' | 'JWT_KEYS_FILE'>;

const HOW_TO = 'JWT_KEYS_FILE can be made with: npm run catalog -- keys rotate --file <file>; '
  + 'JWT_PRIVATE_KEY with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 | base64 -w0';
const LOOK_EVERY_MS = 1_000;

/** Refuses with BadEnvironment. */
export async function readKeys({ JWT_PRIVATE_KEY: encoded, JWT_KEYS_FILE: file }: KeyConfig): Promise<SigningKey[]> {
  if (encoded && file) throw new BadEnvironment('JWT_KEYS_FILE and JWT_PRIVATE_KEY are two answers to one question: set one of them');
  if (file) return keysIn(await contentOf(file), file);
  if (!encoded) throw new BadEnvironment(`There is no key to sign tokens with: ${HOW_TO}`);
  const alwaysSigned = { signs_from: new Date(0).toISOString(), private_key: Buffer.from(encoded, 'base64').toString() };
  return readyToSign({ keys: [alwaysSigned] }, 'JWT_PRIVATE_KEY');
}

/** Takes over what the file says as soon as it changes. A file that is no good changes nothing. */
export function followKeys(keys: SigningKeys, file: string): Repeated {
  let known: string | undefined;
  return repeatedly('Reading the signing keys', LOOK_EVERY_MS, async () => {
    const content = await contentOf(file);
    if (content === known) return;
    known = content;
    const found = keysIn(content, file);
    keys.replace(found);
    log.info('Signing keys read', { kids: found.map(({ kid }) => kid), signs: keys.current().kid });
  });
}

const contentOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => { throw new BadEnvironment(`JWT_KEYS_FILE: ${file} cannot be read; ${HOW_TO}`); });

function keysIn(content: string, file: string): SigningKey[] {
  try {
    return readyToSign(checkRing(JSON.parse(content)) as KeyRing, file);
  } catch (error) {
    // Not what the parser says: it quotes the text, and that is a key.
    if (error instanceof SyntaxError) throw new BadEnvironment(`${file} is no key ring, as it is no JSON; ${HOW_TO}`);
    if (error instanceof Rejection) throw new BadEnvironment(`${file} is no key ring: ${error.message}; ${HOW_TO}`);
    throw error;
  }
}

const checkRing = bodyCheck(KeyRing);

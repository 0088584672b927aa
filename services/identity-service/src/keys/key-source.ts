/** Reads the signing keys: from a file or a Kubernetes Secret, again whenever it changes, or one fixed key from the environment. */
import { KeyRing, Rejection } from '@catalog/contracts';
import { BadEnvironment } from '@catalog/http/server';
import { openSecret } from '@catalog/kubernetes';
import { log } from '@catalog/observability';
import { type Repeated, repeatedly } from '@catalog/timing';
import { bodyCheck } from '@catalog/validation';
import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { type SigningKey, type SigningKeys, signingKeysOf } from './signing-keys.ts';

type KeyConfig = Pick<Config, 'JWT_PRIVATE_KEY' | 'JWT_KEYS_FILE' | 'JWT_KEYS_SECRET'>;

const HOW_TO =
  'JWT_KEYS_FILE can be made with: npm run catalog -- keys rotate --file <file>; ' +
  'JWT_PRIVATE_KEY with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 | base64 -w0';
const POLL_MS = 1_000;
const SECRET_ENTRY = 'signing-keys.json';

export type KeySource = {
  /** Refuses with BadEnvironment. */
  read(): Promise<SigningKey[]>;
  /** Polls the source and replaces the keys when it changes. An invalid key ring changes nothing. */
  follow(keys: SigningKeys): Pick<Repeated, 'stop'>;
};

/** Refuses with BadEnvironment. */
export async function keySource({ JWT_PRIVATE_KEY: encoded, JWT_KEYS_FILE: file, JWT_KEYS_SECRET: secret }: KeyConfig): Promise<KeySource> {
  const [given, ...others] = [encoded, file, secret].filter(Boolean);
  if (others.length > 0) {
    throw new BadEnvironment('JWT_KEYS_SECRET, JWT_KEYS_FILE and JWT_PRIVATE_KEY are answers to one question: set one of them');
  }
  if (!given) throw new BadEnvironment(`There is no key to sign tokens with: ${HOW_TO}`);
  if (file) return polledRing({ place: file, read: () => contentOf(file) });
  if (secret) return polledRing(await secretSource(secret));
  return { read: () => Promise.resolve(onlyKey(encoded!)), follow: () => ({ stop: () => Promise.resolve() }) };
}

type Source = { place: string; read(): Promise<string>; changed?(signal: AbortSignal): Promise<void> };

function polledRing({ place, read, changed }: Source): KeySource {
  return {
    read: async () => keysIn(await read(), place),
    follow(keys) {
      let known: string | undefined;
      return repeatedly({
        everyMs: POLL_MS,
        async work(stopped) {
          const content = await read();
          if (content !== known) {
            known = content;
            const found = keysIn(content, place);
            keys.replace(found);
            log.info('Signing keys read', { kids: found.map(({ kid }) => kid), signs: keys.current().kid });
          }
          await changed?.(stopped);
        },
        onFailure: (error) => log.error('Reading the signing keys failed', { error }),
      });
    },
  };
}

const contentOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new BadEnvironment(`JWT_KEYS_FILE: ${file} cannot be read; ${HOW_TO}`);
  });

async function secretSource(name: string): Promise<Source> {
  const { read, changed } = await openSecret(name);
  return {
    place: `Secret ${name}`,
    changed,
    async read() {
      const content = await read(SECRET_ENTRY);
      if (!content) throw new BadEnvironment(`JWT_KEYS_SECRET: the Secret ${name} has no ${SECRET_ENTRY}`);
      return content;
    },
  };
}

function onlyKey(encoded: string): SigningKey[] {
  const private_key = Buffer.from(encoded, 'base64').toString();
  return signingKeysOf({ keys: [{ signs_from: new Date(0).toISOString(), private_key }] }, 'JWT_PRIVATE_KEY');
}

function keysIn(content: string, place: string): SigningKey[] {
  try {
    return signingKeysOf(checkRing(JSON.parse(content)) as KeyRing, place);
  } catch (error) {
    // Without the parser's message: it quotes the text, which is a key.
    if (error instanceof SyntaxError) throw new BadEnvironment(`${place} is no key ring, as it is no JSON; ${HOW_TO}`);
    if (error instanceof Rejection) throw new BadEnvironment(`${place} is no key ring: ${error.message}; ${HOW_TO}`);
    throw error;
  }
}

const checkRing = bodyCheck(KeyRing);

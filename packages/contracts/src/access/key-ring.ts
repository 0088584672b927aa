/** The ring of keys that tokens are signed with, as a file or a Secret holds it: the identity service reads it, operators rotate it. */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { Rejection } from '../rejection.ts';
import { Timestamp } from '../schema.ts';

/** A key signs from its `signs_from` until the next key's; it is published earlier than that, and until its last token has expired. */
export const KeyRing = Type.Object(
  {
    keys: Type.Array(
      Type.Object(
        {
          signs_from: Timestamp,
          private_key: Type.String({ description: 'PKCS #8, PEM' }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
);
export type KeyRing = Static<typeof KeyRing>;
export type RingKey = KeyRing['keys'][number];

/** No token lives longer. */
export const LONGEST_TOKEN_SECONDS = 86_400;
const BITS = 2048;

export function newRingKey(signs_from: string): RingKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS });
  return { signs_from, private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** The RFC 7638 thumbprint of the public key. */
export function kidOf(privateKey: string | KeyObject): string {
  const { e, kty, n } = createPublicKey(privateKey).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}

/** Keys whose tokens have all expired leave the ring. */
export const rotated = ({ keys }: KeyRing, added: RingKey, now: Date): KeyRing => ({
  keys: publishedAt([...keys, added], now, LONGEST_TOKEN_SECONDS),
});

/** Refuses with NOT_FOUND what is not in the ring, and with WRONG_STATE its only key. */
export function withdrawn({ keys }: KeyRing, kid: string): KeyRing {
  const others = keys.filter(({ private_key }) => kidOf(private_key) !== kid);
  if (others.length === keys.length) throw new Rejection('NOT_FOUND', `There is no key ${kid}`);
  if (others.length === 0) throw new Rejection('WRONG_STATE', `${kid} is the only key: rotate first, then withdraw it`);
  return { keys: others };
}

type Timed = { signs_from: string };

/** The key whose `signs_from` passed last; while all are in the future, the first. */
export function signingAt<K extends Timed>(keys: readonly K[], now: Date): K {
  const ordered = inOrder(keys);
  return ordered.findLast((key) => startOf(key) <= now.getTime()) ?? ordered[0]!;
}

/** The keys that a valid token may be signed with, and those that will sign later. */
export function publishedAt<K extends Timed>(keys: readonly K[], now: Date, tokenSeconds: number): K[] {
  const ordered = inOrder(keys);
  return ordered.filter((_, i) => {
    const next = ordered[i + 1];
    return next === undefined || startOf(next) + tokenSeconds * 1_000 > now.getTime();
  });
}

const startOf = ({ signs_from }: Timed): number => Date.parse(signs_from);
const inOrder = <K extends Timed>(keys: readonly K[]): K[] => keys.toSorted((one, other) => startOf(one) - startOf(other));

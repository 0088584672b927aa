/** Hashes passwords with bcrypt of cost 12, off the main thread and a few at a time; verifying an unknown user's takes as long. */
import { Rejection } from '@catalog/contracts';
import { hash, verify } from '@node-rs/bcrypt';
import { randomBytes } from 'node:crypto';
import PQueue from 'p-queue';
import { isTooLong, tooLong } from './password-policy.ts';

export type Passwords = {
  /** Refuses with VALIDATION_ERROR what bcrypt would cut off, and with SERVICE_UNAVAILABLE when too many are waiting. */
  hash(password: string): Promise<string>;
  matches(password: string, hash: string | undefined): Promise<boolean>;
};

const COST = 12;
// One check keeps a core busy for about a quarter of a second. Who waits longer than this is better told so than cut off by the gateway.
const AT_ONCE = 2;
const WAITING = 16;
const WAIT_LIMIT_MS = 2_000;

export async function createPasswords({ atOnce = AT_ONCE, waiting = WAITING, waitLimitMs = WAIT_LIMIT_MS } = {}): Promise<Passwords> {
  const inTurn = limited({ atOnce, waiting, waitLimitMs });
  const hashOfNobody = await hash(randomBytes(16).toString('hex'), { cost: COST });
  return {
    hash: async (password) => inTurn(() => hash(storable(password), { cost: COST })),
    matches: async (password, stored) => {
      const isRight = await inTurn(() => verify(storable(password), stored ?? hashOfNobody));
      return isRight && stored !== undefined;
    },
  };
}

function storable(password: string): string {
  if (isTooLong(password)) throw tooLong();
  return password;
}

function limited({ atOnce, waiting, waitLimitMs }: { atOnce: number; waiting: number; waitLimitMs: number }) {
  const queue = new PQueue({ concurrency: atOnce });
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (queue.size >= waiting) throw tooMany();
    const waited = new AbortController();
    const limit = setTimeout(() => waited.abort(tooMany()), waitLimitMs);
    return queue.add(
      () => {
        clearTimeout(limit);
        return work();
      },
      { signal: waited.signal },
    );
  };
}

const tooMany = () => new Rejection('SERVICE_UNAVAILABLE', 'Too many are signing in at the moment; try again');

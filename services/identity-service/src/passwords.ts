/** Passwords as bcrypt hashes of cost 12, made off the main thread, a few at a time; checking an unknown user takes as long. */
import { Rejection } from '@catalog/contracts';
import { hash, verify } from '@node-rs/bcrypt';
import { randomBytes } from 'node:crypto';
import { isTooLong, MAXIMUM_BYTES } from './password-policy.ts';

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
  const nobodys = await hash(randomBytes(16).toString('hex'), { cost: COST });
  return {
    hash: async (password) => inTurn(() => hash(storable(password), { cost: COST })),
    matches: async (password, stored) => {
      const isRight = await inTurn(() => verify(storable(password), stored ?? nobodys));
      return isRight && stored !== undefined;
    },
  };
}

function storable(password: string): string {
  if (isTooLong(password)) {
    throw new Rejection('VALIDATION_ERROR', `password must have at most ${MAXIMUM_BYTES} bytes`, { field: 'password' });
  }
  return password;
}

function limited({ atOnce, waiting, waitLimitMs }: { atOnce: number; waiting: number; waitLimitMs: number }) {
  let running = 0;
  const queue: (() => void)[] = [];

  /** Resolves when it is one's turn. */
  async function turn(): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) throw tooMany();
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(() => {
        queue.splice(queue.indexOf(begin), 1);
        reject(tooMany());
      }, waitLimitMs);
      queue.push(begin);
    });
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    await turn();
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

const tooMany = () => new Rejection('SERVICE_UNAVAILABLE', 'Too many are signing in at the moment; try again');

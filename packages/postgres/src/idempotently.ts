/** Lets a request be repeated safely: for one key the work is done once, and every repetition gets the first answer, refusals included. */
import { type ErrorCode, type ErrorDetails, idempotencyKeyInFlight, idempotencyKeyReused, Rejection } from '@catalog/contracts';
import { type Database, row, sql, type Transaction } from './connection/index.ts';

/** Who asks for what (`scope`: subject, method and path), the key they chose, and a digest of what they sent. */
export type IdempotencyClaim = { scope: string; key: string; fingerprint: string };
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

export const REPLAYED_HEADER = 'Idempotent-Replayed';

type Refusal = { code: ErrorCode; message: string; details: ErrorDetails };
type Outcome = { reply: Reply } | { refusal: Refusal };

export async function idempotently<R extends Reply>(
  database: Database,
  claim: IdempotencyClaim | undefined,
  work: (tx: Database) => Promise<R>,
): Promise<R> {
  if (claim === undefined) return database.transaction(work);
  return answerOf(await database.transaction((tx) => claimed(tx, claim, work)));
}

/** The same for work that must ask others first: `learn` does so with no transaction open, and not when the request is repeated. */
export async function idempotentlyAfter<R extends Reply>(
  database: Database,
  claim: IdempotencyClaim | undefined,
  { learn, work }: { learn: () => Promise<void>; work: (tx: Database) => Promise<R> },
): Promise<R> {
  const known = claim && (await knownOutcome(database, claim));
  if (known) return answerOf(known);
  const refusal = await learn().then(() => undefined, kept);
  return idempotently(database, claim, (tx) => (refusal ? Promise.reject(refusal) : work(tx)));
}

function answerOf<R extends Reply>(outcome: Outcome): R {
  if ('refusal' in outcome) throw new Rejection(outcome.refusal.code, outcome.refusal.message, outcome.refusal.details);
  return outcome.reply as R;
}

async function claimed(tx: Transaction, claim: IdempotencyClaim, work: (tx: Database) => Promise<Reply>): Promise<Outcome> {
  if (!(await tx.oneFirst(tryLock(claim)))) throw idempotencyKeyInFlight();
  const known = await knownOutcome(tx, claim);
  if (known) return known;
  const outcome = await attempt(tx, work);
  await tx.query(keep(claim, outcome));
  return outcome;
}

/** Undefined when the key has not been used yet; refuses one that was used for another request. */
async function knownOutcome(database: Database, claim: IdempotencyClaim): Promise<Outcome | undefined> {
  const known = await database.maybeOne(find(claim));
  if (known && known.fingerprint !== claim.fingerprint) throw idempotencyKeyReused();
  return known ? replayed(known.outcome) : undefined;
}

function replayed(outcome: Outcome): Outcome {
  if ('refusal' in outcome) return outcome;
  return { reply: { ...outcome.reply, headers: { ...outcome.reply.headers, [REPLAYED_HEADER]: 'true' } } };
}

/** A refusal is an answer too: what the work wrote is undone to the savepoint, the refusal itself is kept. */
async function attempt(tx: Transaction, work: (tx: Database) => Promise<Reply>): Promise<Outcome> {
  try {
    return { reply: await tx.savepoint(work) };
  } catch (error) {
    const { code, message, details } = kept(error);
    return { refusal: { code, message, details } };
  }
}

/** The refusal that is the answer to a request; throws anything else again. */
function kept(error: unknown): Rejection {
  if (error instanceof Rejection && !isPassing(error.code)) return error;
  throw error;
}

/** Troubles of ours, not of the request: the next try may well succeed, so they are not kept. */
function isPassing(code: ErrorCode): boolean {
  return code === 'SERVICE_UNAVAILABLE' || code === 'INTERNAL_ERROR' || code.startsWith('UPSTREAM_');
}

const tryLock = ({ scope, key }: IdempotencyClaim) => sql.type(row<{ locked: boolean }>())`
  select pg_try_advisory_xact_lock(hashtextextended(${`${scope}\n${key}`}, 0)) as locked`;

const find = ({ scope, key }: IdempotencyClaim) => sql.type(row<{ fingerprint: string; outcome: Outcome }>())`
  select fingerprint, outcome from idempotency_keys
  where scope = ${scope} and key = ${key} and created_at > now() - interval '24 hours'`;

const keep = ({ scope, key, fingerprint }: IdempotencyClaim, outcome: Outcome) => sql.type(row())`
  insert into idempotency_keys (scope, key, fingerprint, outcome)
  values (${scope}, ${key}, ${fingerprint}, ${JSON.stringify(outcome)}::json)
  on conflict (scope, key) do update
  set fingerprint = excluded.fingerprint, outcome = excluded.outcome, created_at = now()`;

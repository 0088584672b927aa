/** Keeps the list of revoked tokens in memory, polled from Postgres, so that all replicas publish the same at no cost per request. */
import { type IsRevoked, type Revocation, revokedBy } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { type Database, row, sql } from '@catalog/postgres';
import { type Repeated, repeatedly } from '@catalog/timing';

export type Revocations = {
  list(): readonly Revocation[];
  isRevoked: IsRevoked;
  /** Polls; while Postgres does not answer, the last known list stays. */
  follow(): Pick<Repeated, 'stop'>;
};

type UserRevocation = Required<Revocation>;

const POLL_MS = 1_000;
/** Bounds what everybody fetches every few seconds. */
const MAXIMUM = 1_000;

/** A revocation is listed for `tokenSeconds`, after which the tokens have expired. */
export async function openRevocations(database: Database, { tokenSeconds }: { tokenSeconds: number }): Promise<Revocations> {
  let list: readonly Revocation[] = [];
  let isRevoked: IsRevoked = revokedBy(list);

  async function read(): Promise<void> {
    list = bounded(await database.any(newest(tokenSeconds)));
    isRevoked = revokedBy(list);
  }

  await read();
  return {
    list: () => list,
    isRevoked: (token) => isRevoked(token),
    follow: () =>
      repeatedly({
        everyMs: POLL_MS,
        work: read,
        onFailure: (error) => log.error('Reading the revocations failed', { error }),
      }),
  };
}

/** Above the maximum, the oldest become one that holds for everybody: it refuses more than it must, never less. The newest come first. */
export function bounded(revocations: readonly UserRevocation[], maximum = MAXIMUM): Revocation[] {
  const leftOut = revocations[maximum];
  return leftOut ? [...revocations.slice(0, maximum), { not_before: leftOut.not_before }] : [...revocations];
}

const newest = (tokenSeconds: number) => sql.type(row<UserRevocation>())`
  select id as subject, extract(epoch from tokens_not_before)::bigint as not_before
  from users where tokens_not_before > now() - make_interval(secs => ${tokenSeconds})
  order by tokens_not_before desc limit ${MAXIMUM + 1}`;

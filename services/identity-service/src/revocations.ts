/** Whose tokens are no longer good, read from Postgres again and again: all replicas publish the same, and answering costs nothing. */
import { type IsRevoked, type Revocation, revokedBy } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { type Database, row, sql } from '@catalog/postgres';
import { type Repeated, repeatedly } from '@catalog/timing';

export type Revocations = {
  list(): readonly Revocation[];
  isRevoked: IsRevoked;
  /** While Postgres does not answer the last known stay. */
  follow(): Repeated;
};

type UserRevocation = Required<Revocation>;

const LOOK_EVERY_MS = 1_000;
/** Everybody fetches them every few seconds. */
const MOST = 1_000;

/** A token is not looked for any longer than it lives, which is `tokenSeconds`. */
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
    follow: () => repeatedly({
      everyMs: LOOK_EVERY_MS,
      work: read,
      onFailure: (error) => log.error('Reading the revocations failed', { error }),
    }),
  };
}

/** Those that are too many become one for everybody: it refuses more than must be, never less. The newest come first. */
export function bounded(revocations: readonly UserRevocation[], most = MOST): Revocation[] {
  const leftOut = revocations[most];
  return leftOut ? [...revocations.slice(0, most), { not_before: leftOut.not_before }] : [...revocations];
}

const newest = (tokenSeconds: number) => sql.type(row<UserRevocation>())`
  select id as subject, extract(epoch from tokens_not_before)::bigint as not_before
  from users where tokens_not_before > now() - make_interval(secs => ${tokenSeconds})
  order by tokens_not_before desc limit ${MOST + 1}`;

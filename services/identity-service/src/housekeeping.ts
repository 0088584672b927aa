/** Removes now and then what nobody needs any more: old sign-ins, expired refresh tokens, forgotten failures, networks known long ago. */
import { log } from '@catalog/observability';
import { type Database, row, sql } from '@catalog/postgres';
import { type Repeated, repeatedly } from '@catalog/timing';
import { FORGOTTEN_SECONDS, KNOWN_DAYS } from './lockout.ts';

const EVERY_MS = 3_600_000;
const CHUNK = 1_000;
/** The rest waits for the next round. */
const CHUNKS_PER_ROUND = 100;
/** By then all are forgotten, however many they were. */
const FORGOTTEN_AFTER_SECONDS = 24 * FORGOTTEN_SECONDS;

export const startHousekeeping = (database: Database, { retentionDays }: { retentionDays: number }): Repeated =>
  repeatedly({
    everyMs: EVERY_MS,
    work: () => clean(database, retentionDays),
    onFailure: (error) => log.error('Housekeeping failed', { error }),
  });

async function clean(database: Database, retentionDays: number): Promise<void> {
  for (const statement of [oldSignIns(retentionDays), expiredTokens, forgottenFailures, formerNetworks]) {
    for (let chunk = 0; chunk < CHUNKS_PER_ROUND; chunk += 1) {
      const { rowCount } = await database.query(statement);
      if (rowCount < CHUNK) break;
    }
  }
}

const oldSignIns = (retentionDays: number) => sql.type(row())`
  delete from sign_ins where id in (
    select id from sign_ins where at < now() - make_interval(days => ${retentionDays})
    order by at limit ${CHUNK} for update skip locked)`;

const expiredTokens = sql.type(row())`
  delete from refresh_tokens where token_hash in (
    select token_hash from refresh_tokens where expires_at < now()
    order by expires_at limit ${CHUNK} for update skip locked)`;

const forgottenFailures = sql.type(row())`
  delete from sign_in_failures where key in (
    select key from sign_in_failures where last_at < now() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS}) and blocked_until < now()
    order by last_at limit ${CHUNK} for update skip locked)`;

const formerNetworks = sql.type(row())`
  delete from known_networks where (username, network) in (
    select username, network from known_networks where last_at < now() - make_interval(days => ${KNOWN_DAYS})
    order by last_at limit ${CHUNK} for update skip locked)`;

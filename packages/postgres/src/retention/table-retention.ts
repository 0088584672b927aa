/** Removes rows that nobody needs any more and shows how big each table is, now and then, by one replica at a time. */
import { gauge, log } from '@catalog/observability';
import { type Repeated, repeatedly } from '@catalog/timing';
import { type Database, type Fragment, row, sql } from '../connection/index.ts';

/** Every table of a service is named, so that none grows unnoticed. */
export type TableRetention = Kept | Removed;
/** `kept` says why its rows stay, or by whom they are removed. */
type Kept = { table: string; kept: string };
/** A row goes `days` after the time in the column `since`, if `only` holds for it; where there is no such time it stays. */
type Removed = { table: string; days: number; since: string; only?: Fragment };

const ROUND_MS = 10 * 60_000;
const CHUNK = 1_000;
/** The rest waits for the next round, so that nobody waits long for the cleaning. */
const CHUNKS_PER_ROUND = 20;
const RETENTION_LOCK = 44;

export const startTableRetention = (database: Database, tables: readonly TableRetention[]): Repeated =>
  repeatedly({
    everyMs: ROUND_MS,
    work: (stopped) => keepTables(database, tables, stopped),
    onFailure: (error) => log.warn('Old rows were not removed', { error }),
  });

/** One round. */
export async function keepTables(database: Database, tables: readonly TableRetention[], signal?: AbortSignal): Promise<void> {
  await measure(database);
  for (const rule of tables) {
    if ('kept' in rule) continue;
    for (let chunk = 0; chunk < CHUNKS_PER_ROUND && !signal?.aborted && (await removeSome(database, rule)) === CHUNK; chunk += 1);
  }
}

/** How many went; none while another replica is at it. */
const removeSome = (database: Database, rule: Removed): Promise<number> =>
  database.transaction(async (tx) => {
    const isMine = await tx.oneFirst(sql.type(row<{ mine: boolean }>())`select pg_try_advisory_xact_lock(${RETENTION_LOCK}) as mine`);
    return isMine ? (await tx.query(removal(rule))).rowCount : 0;
  });

const removal = ({ table, days, since, only = sql.fragment`true` }: Removed) => {
  const name = sql.identifier([table]);
  return sql.type(row())`
    delete from ${name} where ctid in (
      select ctid from ${name}
      where ${sql.identifier([since])} < now() - make_interval(days => ${days}) and ${only}
      limit ${CHUNK} for update skip locked
    )`;
};

async function measure(database: Database): Promise<void> {
  const found = await database.any(sql.type(row<{ table: string; rows: number; bytes: number }>())`
    select relname as table, greatest(reltuples, 0)::float8 as rows, pg_total_relation_size(oid)::float8 as bytes
    from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`);
  for (const { table, rows, bytes } of found) {
    tableRows.set({ table }, rows);
    tableBytes.set({ table }, bytes);
  }
}

const tableRows = gauge({ name: 'database_table_rows', help: 'Rows of a table, as the database estimates them', labels: ['table'] });
const tableBytes = gauge({ name: 'database_table_bytes', help: 'Size of a table, its indexes included', labels: ['table'] });

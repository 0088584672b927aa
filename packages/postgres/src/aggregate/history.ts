/** Records what was done to a thing in the transaction that does it, and reads it back, the newest first; it outlives the thing. */
import { type Actor, actorOf, type HistoryEntry, type PageRequest } from '@catalog/contracts';
import { currentCorrelationId } from '@catalog/observability';
import { isDeepStrictEqual } from 'node:util';
import { type Database, row, sql } from '../connection/index.ts';
import { pageWindow } from './list-query.ts';

type Thing = { id: string; version: number };

/** `before` is undefined for what is created, `after` still holds the last state of what is deleted. */
type Entry<T extends Thing> = {
  change: string;
  before: T | undefined;
  after: T;
  /** Of things that have revisions: which one was changed. */
  revision?: number;
  status: { from: string | null; to: string | null };
  actor: Actor;
};

export async function appendHistory<T extends Thing>(
  tx: Database,
  { change, before, after, revision, status, actor }: Entry<T>,
): Promise<void> {
  await tx.query(sql.type(row())`
    insert into history (entity_id, version, revision, change, from_status, to_status, changes, actor, correlation_id)
    values (
      ${after.id}, ${after.version}, ${revision ?? null}, ${change}, ${status.from}, ${status.to}, ${JSON.stringify(differences(before, after))}::json,
      ${JSON.stringify(actorOf(actor))}::json, ${currentCorrelationId()}
    )`);
}

export async function historyOf(database: Database, id: string, page: PageRequest) {
  const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from history where entity_id = ${id}`);
  const items = await database.any(sql.type(row<HistoryEntry>())`
    select version, revision, change, from_status, to_status, changes, actor, correlation_id, at
    from history where entity_id = ${id} order by version desc ${pageWindow(page)}`);
  return { total, items: [...items] };
}

const kept = new Set(['id', 'version', 'created_at', 'updated_at']);

/** Field by field, without those that change with everything. */
export const differences = (before: object | undefined, after: object): HistoryEntry['changes'] =>
  Object.entries(after).flatMap(([field, to]: [string, unknown]) => {
    const from: unknown = (before as Record<string, unknown> | undefined)?.[field] ?? null;
    return kept.has(field) || isDeepStrictEqual(from, to) ? [] : [{ field, from, to }];
  });

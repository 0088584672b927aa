/** Keeps the replica of what offerings refer to, and records what was changed in it and by whom. */
import type { Actor, Event, ReferenceKind } from '@catalog/contracts';
import { type Database, differences, type Replica, row, sql } from '@catalog/postgres';

type Named = { id: string; name: string; version: number };
type Follow<S extends Named> = { kind: ReferenceKind; replicas: (database: Database) => Replica<S> };

/** A handler of its events, in any order, any number of times. Locks of prices are no change that anybody would look for. */
export const followReference =
  <S extends Named>(database: Database, { kind, replicas }: Follow<S>) =>
  (event: Event<string, S>): Promise<void> =>
    database.transaction(async (tx) => {
      const before = await replicas(tx).newest(event.payload.id);
      await replicas(tx).apply(event);
      if (!before || before.version >= event.payload.version) return;
      const changes = differences(before.state, event.payload).filter(({ field }) => !unnoticed.has(field));
      if (changes.length > 0 || event.event_type.endsWith('Deleted')) await tx.query(record(kind, event, changes));
    });

const unnoticed = new Set(['locked', 'locked_by_saga_ids']);

function record(kind: ReferenceKind, event: Event<string, Named>, changes: object[]) {
  const { event_type, payload, correlation_id, timestamp, actor = unknown } = event;
  return sql.type(row())`
    insert into reference_changes (entity_id, version, kind, name, change, changes, actor, correlation_id, at)
    values (
      ${payload.id}, ${payload.version}, ${kind}, ${payload.name}, ${event_type}, ${JSON.stringify(changes)}::json,
      ${JSON.stringify(actor)}::json, ${correlation_id}, ${timestamp}
    )
    on conflict (entity_id, version) do nothing`;
}

/** Of an event of before events told who did it. */
const unknown: Actor = { subject: 'unknown', username: 'unknown', role: 'SERVICE' };

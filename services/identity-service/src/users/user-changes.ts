/** Records what was changed of users, by whom and in which request, for administrators; never deleted. */
import { type PageRequest, windowOf } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { currentCorrelationId } from '@catalog/observability';
import { type Database, row, sql } from '@catalog/postgres';
import type { RecordedChange, User } from '../api.ts';

/** Undefined for the service itself, at its start. */
export type Author = Pick<Caller, 'subject' | 'username'> | undefined;

export type UserChangesQuery = PageRequest & { user_id?: string; since?: string };

export const userChanges = (database: Database) => ({
  async record({ id, username }: Pick<User, 'id' | 'username'>, changes: RecordedChange['changes'], by: Author): Promise<void> {
    await database.query(sql.type(row())`
      insert into user_changes (user_id, username, by_id, by_username, changes, correlation_id)
      values (
        ${id}, ${username}, ${by?.subject ?? null}, ${by?.username ?? null}, ${JSON.stringify(changes)}::jsonb, ${currentCorrelationId()}
      )`);
  },

  /** The newest first. */
  async list(query: UserChangesQuery): Promise<{ total: number; items: RecordedChange[] }> {
    const { limit, offset } = windowOf(query);
    const where = filter(query);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from user_changes where ${where}`);
    const items = await database.any(sql.type(row<RecordedChange>())`
      select at, user_id, username, by_id, by_username, changes, correlation_id
      from user_changes where ${where} order by at desc, id desc limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },
});

function filter({ user_id, since }: UserChangesQuery) {
  const conditions = [sql.fragment`true`, user_id && sql.fragment`user_id = ${user_id}`, since && sql.fragment`at >= ${since}`];
  return sql.join(
    conditions.filter((condition) => condition !== undefined && condition !== ''),
    sql.fragment` and `,
  );
}

/** Records sign-ins and failed attempts, with address and request, for administrators. */
import { foldedLine, type PageRequest, windowOf } from '@catalog/contracts';
import { counter, currentCorrelationId } from '@catalog/observability';
import { type Database, inAnyCase, row, sql, textFilter } from '@catalog/postgres';
import type { SignIn, SignInOutcome } from '../api.ts';

export type SignInQuery = PageRequest & { username?: string; outcome?: SignInOutcome; since?: string };

export type SignIns = ReturnType<typeof signIns>;

export const signIns = (database: Database) => ({
  async record({ outcome, username, user_id, address }: Pick<SignIn, 'outcome' | 'username' | 'user_id' | 'address'>): Promise<void> {
    await database.query(sql.type(row())`
      insert into sign_ins (outcome, username, user_id, address, correlation_id)
      values (${outcome}, ${foldedLine(username)}, ${user_id}, ${address}, ${currentCorrelationId()})`);
    total.inc({ outcome });
  },

  /** The newest first. */
  async list(query: SignInQuery): Promise<{ total: number; items: SignIn[] }> {
    const { limit, offset } = windowOf(query);
    const where = filter(query);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from sign_ins where ${where}`);
    const items = await database.any(sql.type(row<SignIn>())`
      select at, outcome, username, user_id, address, correlation_id
      from sign_ins where ${where} order by at desc, id desc limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },
});

const total = counter({ name: 'sign_ins_total', help: 'Sign-ins and failed attempts, by outcome', labels: ['outcome'] });

function filter({ username, outcome, since }: SignInQuery) {
  const conditions = [
    sql.fragment`true`,
    textFilter(username, (text) => sql.fragment`${inAnyCase(sql.fragment`username`)} = ${inAnyCase(text)}`),
    outcome && sql.fragment`outcome = ${outcome}`,
    since && sql.fragment`at >= ${since}`,
  ];
  return sql.join(
    conditions.filter((condition) => condition !== undefined && condition !== ''),
    sql.fragment` and `,
  );
}

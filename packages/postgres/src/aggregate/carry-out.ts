/** Carries a decision out in the caller's transaction: the row, what belongs to every change, the event, and the history. */
import type { Actor } from '@catalog/contracts';
import { type Database, row, sql, uniqueViolation } from '../connection/index.ts';
import { appendEvent, type DomainEvent } from '../outbox/index.ts';
import { assignments, insertion, type State } from './columns.ts';
import type { Decision, Definition } from './definition.ts';
import { appendHistory } from './history.ts';
import type { ListQuery } from './list-query.ts';

type Table<S extends State> = Pick<Definition<S, ListQuery>, 'table' | 'columns'>;
type Outcome<S extends State> = Pick<Decision<S, string>, 'kind' | 'state'>;
type Decided<S extends State, E extends string> = { before: S | undefined; decision: Decision<S, E>; actor: Actor };

export async function carryOut<S extends State, E extends string, Q extends ListQuery>(
  tx: Database,
  definition: Definition<S, Q>,
  { before, decision: { kind, state, event }, actor }: Decided<S, E>,
): Promise<S> {
  const { statusOf, afterEach, unique, historyView } = definition;
  await tx.query(statement(definition, { kind, state }, before === undefined)).catch((error: unknown) => {
    throw unique[uniqueViolation(error) ?? '']?.(state) ?? error;
  });
  await afterEach?.({ kind, before, after: state, actor }, tx);
  if (!definition.tellsNobody) await appendEvent(tx, { type: event, payload: state } as unknown as DomainEvent, actor);
  const seen = historyView?.({ before, after: state }) ?? { before, after: state };
  const status = {
    from: (seen.before && statusOf?.(seen.before)) ?? null,
    to: (kind === 'stored' ? statusOf?.(seen.after) : undefined) ?? null,
  };
  await appendHistory(tx, { change: event, ...seen, status, actor });
  return state;
}

function statement<S extends State>({ table, columns }: Table<S>, { kind, state }: Outcome<S>, isNew: boolean) {
  const name = sql.identifier([table]);
  if (kind === 'deleted') return sql.type(row())`delete from ${name} where id = ${state.id}`;
  return isNew
    ? sql.type(row())`insert into ${name} ${insertion(columns, state)}`
    : sql.type(row())`update ${name} set ${assignments(columns, state)} where id = ${state.id}`;
}

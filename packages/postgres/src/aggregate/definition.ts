/** What an aggregate is: its table, how it is listed, what is unique in it; and what is decided on one. */
import type { Actor, Rejection } from '@catalog/contracts';
import type { Database, Fragment } from '../connection/index.ts';
import type { Columns, State } from './columns.ts';
import type { ListQuery } from './list-query.ts';

export type Definition<S extends State, Q extends ListQuery> = {
  /** What refusals call one. */
  name: string;
  table: string;
  columns: Columns<S>;
  /** Beside names, which are by the alphabet; other columns are by their own order. */
  orderings?: Partial<Record<Q['sort'], Fragment>>;
  /** Beside those that every list has. */
  filters: (query: Q) => readonly (Fragment | undefined | '')[];
  /** What is refused, by the constraint or index that it breaks. */
  unique: Record<string, (state: S) => Rejection>;
  /** What the history calls the status of one. */
  statusOf?: (state: S) => string;
  /** What the history compares, where that is not simply the thing before and after. */
  historyView?: (change: Pick<Change<S>, 'before' | 'after'>) => { before: S | undefined; after: S; revision: number };
  /** Where no other service is told of what happens to one: it is in the history alone. */
  tellsNobody?: true;
  /** What belongs to every change, in its transaction. */
  afterEach?: (change: Change<S>, tx: Database) => Promise<unknown>;
};

/** What becomes of a thing: it is stored, or deleted, in this state, and this event tells of it. */
export type Decision<S extends State, E extends string> = { kind: 'stored' | 'deleted'; state: S; event: E };

/** Is given the locked thing, and the transaction; undefined when there is nothing to do. */
export type Decide<S extends State, E extends string> = (
  current: S,
  tx: Database,
) => Decision<S, E> | undefined | Promise<Decision<S, E> | undefined>;

/** `before` is undefined for what is created; `after` is the last state of what is deleted. */
export type Change<S extends State> = { kind: 'stored' | 'deleted'; before: S | undefined; after: S; actor: Actor };

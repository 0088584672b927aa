/** The columns of an aggregate's table: which there are, and how a thing's values are bound to them. */
import { type Fragment, sql } from '../connection/index.ts';

/** What every aggregate has. */
export type State = { id: string; version: number; created_at: string; updated_at: string };

/** As the migrations have it; what is `generated` by the database is read only. */
type ColumnType = 'varchar' | 'numeric' | 'boolean' | 'uuid' | 'timestamptz' | 'jsonb' | `${'varchar' | 'uuid'}[]` | 'generated';

/** A column for each field of a thing, beside those that every aggregate has. */
export type Columns<S extends State> = { readonly [Field in Exclude<keyof S & string, keyof State>]-?: ColumnType };

export const columnNames = (columns: Record<string, ColumnType>): Fragment =>
  list(['id', ...Object.keys(columns), 'version', 'created_at', 'updated_at'].map((name) => sql.fragment`${sql.identifier([name])}`));

export function insertion<S extends State>(columns: Columns<S>, state: S): Fragment {
  const all = bindings({ id: 'uuid', ...columns, ...atEachChange, created_at: 'timestamptz' }, state);
  return sql.fragment`(${list(all.map(({ column }) => column))}) values (${list(all.map(({ value }) => value))})`;
}

export const assignments = <S extends State>(columns: Columns<S>, state: S): Fragment =>
  list(bindings({ ...columns, ...atEachChange }, state).map(({ column, value }) => sql.fragment`${column} = ${value}`));

const atEachChange = { version: 'numeric', updated_at: 'timestamptz' } as const;

const bindings = (columns: Record<string, ColumnType>, state: object) =>
  Object.entries(columns)
    .filter(([, type]) => type !== 'generated')
    .map(([name, type]) => ({
      column: sql.fragment`${sql.identifier([name])}`,
      value: bound((state as Record<string, unknown>)[name] ?? null, type),
    }));

function bound(value: unknown, type: ColumnType): Fragment {
  if (value === null) return sql.fragment`null`;
  if (type === 'jsonb') return sql.fragment`${JSON.stringify(value)}::jsonb`;
  if (type === 'uuid[]' || type === 'varchar[]') return sql.fragment`${sql.array(value as string[], type.slice(0, -2))}`;
  return sql.fragment`${value as string | number | boolean}`;
}

const list = (fragments: readonly Fragment[]): Fragment => sql.fragment`${sql.join(fragments, sql.fragment`, `)}`;

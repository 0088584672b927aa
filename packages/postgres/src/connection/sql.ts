/** The SQL tag, which binds values and never splices them, and how to say what a query returns: ``sql.type(row<Price>())`select …` ``. */
import { sql } from 'slonik';

export { sql };

/** A piece of a statement, with the values bound in it. */
export type Fragment = ReturnType<typeof sql.fragment>;

/** A Standard Schema that only carries a type: our own columns need no validation at run time. */
export type Row<T> = {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'catalog';
    readonly validate: (value: unknown) => { readonly value: T };
    readonly types?: { readonly input: unknown; readonly output: T };
  };
};

export function row<T>(): Row<T> {
  return { '~standard': { version: 1, vendor: 'catalog', validate: (value) => ({ value: value as T }) } };
}

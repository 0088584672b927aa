/** Things in a table of their own, each change with its event and its history. */
export { appendHistory, type Change, historyOf } from './history.ts';
export { inAnyCase, listFilter, type ListQuery, textFilter } from './list-filter.ts';

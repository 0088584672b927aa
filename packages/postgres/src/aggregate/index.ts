/** Things in a table of their own, each change with its event and its history. */
export { aggregate } from './aggregate.ts';
export type { Change, Decide, Decision, Definition } from './definition.ts';
export { appendHistory, differences } from './history.ts';
export { alphabetical, inAnyCase, type ListQuery, pageWindow, textFilter } from './list-query.ts';

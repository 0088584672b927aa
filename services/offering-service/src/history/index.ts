/** The history of an offering, with what was changed in what it refers to. */
export { offeringHistory } from './offering-history.ts';
export { followReference } from './follow-reference.ts';

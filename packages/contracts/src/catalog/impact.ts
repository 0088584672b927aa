/** Which offerings show a thing, and so will show what becomes of it. */
import Type, { type Static } from 'typebox';
import { Uuid } from '../schema.ts';

const Some = Type.Object({ total: Type.Integer({ minimum: 0 }), ids: Type.Array(Uuid, { description: 'The first 100' }) });

export const Impact = Type.Object({ published: Some, drafts: Some });
export type Impact = Static<typeof Impact>;

/** A category of offerings, its place in the tree of categories, and its events. */
import Type, { type Static } from 'typebox';
import { eventsOf } from '../event-schema.ts';
import { Nullable, Timestamp, Uuid, Version } from '../schema.ts';

/** How many levels the tree has at most: a root is at the first. */
export const CATEGORY_LEVELS = 6;

export const Category = Type.Object({
  id: Uuid,
  name: Type.String({ examples: ['Fibre'] }),
  parent_id: Nullable(Uuid),
  sort_order: Type.Integer({ description: 'Where it stands among its siblings, the lowest first; equal ones by name.', examples: [10] }),
  description: Nullable(Type.String()),
  external_id: Nullable(Type.String()),
  version: Version,
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Category = Static<typeof Category>;

export const categoryEvents = ['CategoryCreated', 'CategoryUpdated', 'CategoryDeleted'] as const;
export type CategoryEvent = (typeof categoryEvents)[number];
export const categoryEventSchemas = eventsOf(categoryEvents, Category);

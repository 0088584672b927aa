/** A specification, and its events. */
import Type, { type Static } from 'typebox';
import { eventsOf } from '../event-schema.ts';
import { Timestamp, Uuid, Version } from '../schema.ts';

export const Specification = Type.Object({
  id: Uuid,
  name: Type.String({ examples: ['Fibre 100'] }),
  characteristic_ids: Type.Array(Uuid),
  invalid: Type.Boolean({ description: 'A characteristic it lists has been deleted; it cannot be published until that is mended.' }),
  version: Version,
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Specification = Static<typeof Specification>;

export const specificationEvents = ['SpecificationCreated', 'SpecificationUpdated', 'SpecificationDeleted'] as const;
export type SpecificationEvent = (typeof specificationEvents)[number];
export const specificationEventSchemas = eventsOf(specificationEvents, Specification);

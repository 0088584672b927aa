/** A characteristic, and its events. */
import Type, { type Static } from 'typebox';
import { eventsOf } from '../event-schema.ts';
import { OneOf, Timestamp, Uuid, Version } from '../schema.ts';
import { unitsOfMeasure } from './units.ts';

export const Characteristic = Type.Object({
  id: Uuid,
  name: Type.String({ examples: ['Speed 100'] }),
  attribute: Type.String({ description: 'What it measures or tells; groups characteristics for search and facets.', examples: ['Speed'] }),
  value: Type.String({ examples: ['100'] }),
  unit_of_measure: OneOf(unitsOfMeasure, { examples: ['Mbps'] }),
  version: Version,
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Characteristic = Static<typeof Characteristic>;

export const characteristicEvents = ['CharacteristicCreated', 'CharacteristicUpdated', 'CharacteristicDeleted'] as const;
export type CharacteristicEvent = (typeof characteristicEvents)[number];
export const characteristicEventSchemas = eventsOf(characteristicEvents, Characteristic);

/** The envelope of every event (SRS 4.3.2): its schema and its type. */
import Type, { type Static, type TSchema } from 'typebox';
import { Actor } from './history.ts';
import { Timestamp, Uuid, Version } from './schema.ts';

export const SCHEMA_VERSION = '1.0';

/** `entity_version` is the version of the thing in `payload`, which is its whole state: the newest version wins, whatever arrives first. */
export const eventSchema = <Name extends string, Payload extends TSchema>(name: Name, payload: Payload) =>
  Type.Object({
    event_id: Uuid,
    event_type: Type.Literal(name),
    schema_version: Type.String({ pattern: '^1\\.' }),
    entity_version: Version,
    timestamp: Timestamp,
    correlation_id: Type.String({ minLength: 1, maxLength: 64 }),
    actor: Type.Optional(Type.Unsafe<Actor>({ ...Actor, description: 'Who did it; events of before do not say' })),
    payload,
  });

export const eventsOf = <const Names extends readonly string[], Payload extends TSchema>(names: Names, payload: Payload) =>
  Object.fromEntries(names.map((name) => [name, eventSchema(name, payload)])) as {
    [N in Names[number]]: ReturnType<typeof eventSchema<N, Payload>>;
  };

/** One event of type `Name` with the state it carries. */
export type Event<Name extends string, State> = {
  event_id: string;
  event_type: Name;
  schema_version: string;
  entity_version: number;
  timestamp: string;
  correlation_id: string;
  actor?: Actor;
  payload: State;
};

export type StateOf<S extends TSchema> = Static<S>;

/** An entry in the history of a thing: what was changed, when, and by whom. */
import Type, { type Static } from 'typebox';
import { roles } from './access/index.ts';
import { Nullable, OneOf, Timestamp, Uuid, Version } from './schema.ts';

/** A person, or a service that acts without one. */
export const Actor = Type.Object({
  subject: Type.String({ description: 'The user id, or the name of a service' }),
  username: Type.String({ examples: ['admin'] }),
  role: OneOf(roles),
});
export type Actor = Static<typeof Actor>;

/** What is kept and told of whoever did something: of a caller there is more. */
export const actorOf = ({ subject, username, role }: Actor): Actor => ({ subject, username, role });

/** What an offering refers to. */
export const referenceKinds = ['characteristic', 'specification', 'price'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

const About = Type.Object({ kind: OneOf(referenceKinds), id: Uuid, name: Type.String({ examples: ['Fibre 100 monthly'] }) });

export const HistoryEntry = Type.Object({
  version: Version,
  revision: Type.Optional(Nullable(Type.Integer({ minimum: 1, description: 'Of an offering: which revision was changed' }))),
  about: Type.Optional(
    Type.Unsafe<Static<typeof About>>({
      ...About,
      description: 'Of an offering: something that it refers to was changed, and how; `version` is of that',
    }),
  ),
  change: Type.String({ description: 'The type of the event that told of it', examples: ['OfferingUpdated'] }),
  from_status: Nullable(Type.String({ examples: ['DRAFT'] })),
  to_status: Nullable(Type.String({ examples: ['DRAFT'] })),
  changes: Type.Array(Type.Object({ field: Type.String({ examples: ['name'] }), from: Type.Unknown(), to: Type.Unknown() })),
  actor: Actor,
  correlation_id: Type.String(),
  at: Timestamp,
});
export type HistoryEntry = Static<typeof HistoryEntry>;

/** The actor of what the publication saga does in a service. */
export const publicationSaga = (service: string): Actor => ({ subject: service, username: 'publication saga', role: 'SERVICE' });

/** The actor of what somebody has scheduled, when it is carried out later. */
export const scheduleOf = ({ subject, username }: Actor): Actor => ({ subject, username: `schedule of ${username}`, role: 'SERVICE' });

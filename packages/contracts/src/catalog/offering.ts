/** A product offering as the other services know it, and the events that tell them of it. */
import Type, { type Static, type TObject } from 'typebox';
import { eventsOf } from '../event-schema.ts';
import { Nullable, OneOf, Timestamp, Uuid, Version } from '../schema.ts';

export const lifecycleStatuses = ['DRAFT', 'PUBLISHING', 'PUBLISHED', 'RETIRED'] as const;
export type LifecycleStatus = (typeof lifecycleStatuses)[number];

export const PublicationError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  at: Timestamp,
  saga_id: Uuid,
});
export type PublicationError = Static<typeof PublicationError>;

export const scheduledActions = ['publish', 'retire'] as const;
export type ScheduledAction = (typeof scheduledActions)[number];

export const Schedule = Type.Object({
  schedule_id: Uuid,
  action: OneOf(scheduledActions),
  at: Timestamp,
  approved_version: Type.Optional(
    Type.Integer({
      description: 'To publish: the version that was approved, and the only one that will be published',
    }),
  ),
  approved_by: Type.Optional(Type.String({ description: 'To publish: the administrator who scheduled it, or changed it last' })),
});
export type Schedule = Static<typeof Schedule>;

const exampleOfSchedule: Schedule = {
  schedule_id: '3c8e5a1f-7d42-4b96-9e0a-1f5d7c3b8a26',
  action: 'publish',
  at: '2026-12-01T00:00:00.000Z',
  approved_version: 2,
  approved_by: 'admin',
};

/** What a revision of an offering says; it is published as a whole, and never changed after. */
export const revisionContent = {
  name: Type.String({ examples: ['Home Fibre 100'] }),
  description: Nullable(Type.String()),
  specification_ids: Type.Array(Uuid),
  pricing_ids: Type.Array(Uuid),
  sales_channels: Type.Array(Type.String(), { examples: [['online', 'retail']] }),
  category_ids: Type.Optional(
    Type.Array(Uuid, { description: 'The categories that it is in; events of before there were categories do not say.' }),
  ),
};
export type RevisionContent = Static<TObject<typeof revisionContent>>;

const Due = (description: string) => Type.Optional(Type.Union([Schedule, Type.Null()], { description, examples: [exampleOfSchedule] }));

/** How far a revision has come on its way to be published. */
const publication = {
  saga_id: Nullable(Uuid),
  last_publication_error: Nullable(PublicationError),
  scheduled_retirement: Due('When it is to be retired, once it is published'),
};

const revises = Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { description: 'The revision that it began as a copy of' });

/** The next revision while it is prepared, beside what is published or was retired. */
export const NextRevision = Type.Object({
  revision: Type.Integer({ minimum: 2 }),
  revises,
  ...revisionContent,
  lifecycle_status: OneOf(['DRAFT', 'PUBLISHING']),
  ...publication,
  scheduled: Due('When it is to be published'),
});
export type NextRevision = Static<typeof NextRevision>;

export const Offering = Type.Object(
  {
    id: Uuid,
    external_id: Nullable(Type.String()),
    ...revisionContent,
    lifecycle_status: OneOf(lifecycleStatuses),
    ...publication,
    published_at: Nullable(Timestamp),
    retired_at: Nullable(Timestamp),
    scheduled: Due('What is due to happen to it; events of before there were schedules do not say.'),
    revision: Type.Optional(Type.Integer({ minimum: 1, description: 'Which revision this is; left out, it is the first' })),
    revises: Type.Optional(revises),
    next_revision: Type.Optional(
      Type.Union([NextRevision, Type.Null()], {
        description: 'The next revision while it is prepared: what is published stays as it is until that is published in its place',
      }),
    ),
    version: Version,
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { description: 'saga_id names the publication that runs or that published it; that of a scheduled publication is its schedule_id.' },
);
export type Offering = Static<typeof Offering>;

export const offeringEvents = [
  'OfferingCreated',
  'OfferingUpdated',
  'OfferingDeleted',
  'OfferingPublicationInitiated',
  'OfferingPublished',
  'OfferingPublicationFailed',
  'OfferingRetired',
  'OfferingScheduled',
  'OfferingScheduleCancelled',
  'OfferingRevisionOpened',
  'OfferingRevisionUpdated',
  'OfferingRevisionDiscarded',
] as const;
export type OfferingEvent = (typeof offeringEvents)[number];
export const offeringEventSchemas = eventsOf(offeringEvents, Offering);

/** The HTTP contract of revisions: what was published and what customers saw then, and the next one while it is prepared. */
import {
  Characteristic,
  NextRevision,
  Nullable,
  Offering,
  OneOf,
  Price,
  revisionContent,
  Timestamp,
  Uuid,
  Version,
} from '@catalog/contracts';
import { Page, pageQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';
import { Nothing, OfferingInput, Publishability, PublicationStarted, Scheduled, When } from './offering-bodies.ts';

const PATH = '/api/v1/offerings/{id}/revisions';
const OF_ONE = `${PATH}/{revision}` as const;

const offeringParams = Type.Object({ id: Uuid });
const params = Type.Object({
  id: Uuid,
  revision: Type.String({
    pattern: '^(draft|[1-9][0-9]{0,8})$',
    description: 'The number of a revision, or `draft`: the one that is being prepared',
    examples: ['draft'],
  }),
});

const SeenCharacteristic = Type.Pick(Characteristic, ['id', 'version', 'name', 'attribute', 'value', 'unit_of_measure']);

/** What customers see of what a revision refers to. */
export const Snapshot = Type.Object({
  specifications: Type.Array(
    Type.Object({
      id: Uuid,
      version: Version,
      name: Type.String(),
      characteristic_ids: Type.Array(Uuid),
      characteristics: Type.Array(SeenCharacteristic),
    }),
  ),
  prices: Type.Array(Type.Omit(Price, ['locked', 'locked_by_saga_ids', 'created_at', 'updated_at'])),
});
export type Snapshot = Static<typeof Snapshot>;

const revisionStatuses = ['DRAFT', 'PUBLISHING', 'PUBLISHED', 'RETIRED', 'SUPERSEDED'] as const;

const RevisionDifference = Type.Object({
  field: Type.String({ examples: ['prices'] }),
  id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Of a price or a specification: which one' })),
  from: Type.Unknown(),
  to: Type.Unknown(),
});
export type RevisionDifference = Static<typeof RevisionDifference>;

const { last_publication_error, scheduled, scheduled_retirement } = NextRevision.properties;

export const Revision = Type.Object(
  {
    offering_id: Uuid,
    revision: Type.Integer({ minimum: 1 }),
    revises: Nullable(Type.Integer({ minimum: 1, description: 'The revision that it began as a copy of' })),
    ...revisionContent,
    lifecycle_status: OneOf(revisionStatuses, { description: 'SUPERSEDED: a later one was published in its place' }),
    saga_id: Nullable(Uuid),
    published_at: Nullable(Timestamp),
    last_publication_error,
    scheduled,
    scheduled_retirement,
    snapshot: Type.Unsafe<Snapshot>({
      ...Snapshot,
      description: 'What customers saw when it was published; of one that was not published yet, what they would see now',
    }),
    snapshot_at: Type.Unsafe<string>({
      ...Timestamp,
      description: 'Later than `published_at` where it was published before revisions were kept',
    }),
    differences: Type.Optional(Type.Array(RevisionDifference, { description: 'From the revision `against` to this one' })),
  },
  { description: 'A revision, once published, never changes.' },
);
export type Revision = Static<typeof Revision>;

const RevisionInput = Type.Omit(OfferingInput, ['external_id'], {
  additionalProperties: false,
  description: 'All of what the revision says; `external_id` belongs to the offering.',
});

const From = Type.Object(
  {
    from: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The published revision it begins as a copy of; left out, the latest', examples: [1] }),
    ),
  },
  { additionalProperties: false },
);

const readers = ['ADMIN', 'USER', 'SERVICE'] as const;
const writers = ['ADMIN', 'USER'] as const;

export const revisionOperations = {
  listRevisions: {
    method: 'GET',
    path: PATH,
    summary: 'List the revisions of an offering, the newest first',
    access: readers,
    params: offeringParams,
    query: Type.Object(pageQuery),
    replies: { 200: Page(Revision) },
  },
  openRevision: {
    method: 'POST',
    path: PATH,
    summary: 'Begin the next revision of an offering that is published or retired',
    access: writers,
    params: offeringParams,
    body: Type.Optional(From),
    replies: { 201: Revision },
    idempotent: true,
    errors: ['REVISION_OPEN', 'WRONG_STATE', 'VERSION_MISMATCH'],
  },
  getRevision: {
    method: 'GET',
    path: OF_ONE,
    summary: 'Read a revision, and how it differs from another',
    access: readers,
    params,
    query: Type.Object({
      against: Type.Optional(Type.Integer({ minimum: 1, maximum: 999_999_999, description: 'The revision to compare it with' })),
    }),
    replies: { 200: Revision },
  },
  replaceRevision: {
    method: 'PUT',
    path: OF_ONE,
    summary: 'Change the revision that is being prepared',
    access: writers,
    params,
    body: RevisionInput,
    replies: { 200: Revision },
    errors: ['INVALID_REFERENCE', 'SCHEDULED', 'WRONG_STATE'],
  },
  discardRevision: {
    method: 'DELETE',
    path: OF_ONE,
    summary: 'Discard the revision that is being prepared',
    access: writers,
    params,
    replies: { 204: null },
    errors: ['SCHEDULED', 'WRONG_STATE'],
  },
  validateRevision: {
    method: 'POST',
    path: `${OF_ONE}/validate`,
    summary: 'Tell everything that keeps the revision from being published',
    access: writers,
    params,
    body: Type.Optional(Nothing),
    replies: { 200: Publishability },
    errors: ['WRONG_STATE'],
  },
  publishRevision: {
    method: 'POST',
    path: `${OF_ONE}/publish`,
    summary: 'Publish the revision in place of what is published, or schedule that',
    access: ['ADMIN'],
    params,
    body: Type.Optional(When),
    replies: { 202: Type.Union([PublicationStarted, Scheduled]) },
    idempotent: true,
    errors: ['NOT_PUBLISHABLE', 'WRONG_STATE', 'ALREADY_SCHEDULED', 'VERSION_MISMATCH'],
  },
  cancelRevisionSchedule: {
    method: 'DELETE',
    path: `${OF_ONE}/schedule`,
    summary: 'Cancel what the revision is scheduled for',
    access: ['ADMIN'],
    params,
    replies: { 204: null },
    errors: ['VERSION_MISMATCH', 'WRONG_STATE'],
  },
  changeExternalId: {
    method: 'PUT',
    path: '/api/v1/offerings/{id}/external-id',
    summary: 'Free the external_id of a retired offering, or give it another',
    access: ['ADMIN'],
    params: offeringParams,
    body: Type.Object({ external_id: Type.Union([OfferingInput.properties.external_id, Type.Null()]) }, { additionalProperties: false }),
    replies: { 200: Offering },
    errors: ['EXTERNAL_ID_TAKEN', 'WRONG_STATE'],
  },
} as const;

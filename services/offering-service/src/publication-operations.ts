/** The HTTP contract of publications: how they went or how far they have come, and help for one that is stuck. */
import { Nullable, OneOf, PublicationStep, Timestamp, Uuid } from '@catalog/contracts';
import { pageQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

const PATH = '/api/v1/publications';
const everyone = ['ADMIN', 'USER', 'SERVICE'] as const;
const SagaId = Type.Object({ saga_id: Uuid });

const publicationStatuses = ['running', 'stuck', 'published', 'failed'] as const;

export const Publication = Type.Object(
  {
    saga_id: Uuid,
    offering_id: Uuid,
    revision: Type.Integer({ minimum: 1, description: 'The revision of the offering that is published' }),
    offering_name: Nullable(Type.String({ description: 'null: the draft has been deleted since' })),
    status: OneOf(publicationStatuses),
    requested_at: Timestamp,
    started_at: Nullable(Timestamp),
    ended_at: Nullable(
      Type.String({
        format: 'date-time',
        description: 'When it was decided: the offering was published, or is a draft again',
      }),
    ),
    deadline_at: Timestamp,
    failure: Nullable(Type.Object({ code: Type.String({ examples: ['STEP_FAILED'] }), message: Type.String() })),
    correlation_id: Type.String(),
  },
  { description: 'stuck: a step used up its attempts and waits for an operator. What is decided may still be tidied up.' },
);
export type Publication = Static<typeof Publication>;

export const PublicationQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(OneOf(publicationStatuses)),
  offering_id: Type.Optional(Uuid),
});
export type PublicationQuery = Static<typeof PublicationQuery>;

const engine_available = Type.Boolean({ default: true, description: 'If false, the engine did not answer: which are stuck is not known' });
const Publications = Type.Object({
  total: Type.Integer(),
  page: Type.Integer(),
  page_size: Type.Integer(),
  items: Type.Array(Publication),
  engine_available,
});

const PublicationProgress = Type.Object({
  ...Publication.properties,
  engine_available,
  steps: Type.Union([Type.Array(PublicationStep), Type.Null()], {
    description:
      'Those that ran, that which runs, and those to come on the path it takes; null if the engine did not answer or has forgotten it',
    examples: [
      [
        {
          step: 'lock-prices',
          state: 'running',
          started_at: '2026-01-15T10:30:00.000Z',
          ended_at: null,
          attempts_left: 3,
          message: null,
        },
      ],
    ],
  }),
});

const Retried = Type.Object({ saga_id: Uuid, retried_steps: Type.Integer({ description: '0: nothing was stuck' }) });

export const publicationOperations = {
  listPublications: {
    method: 'GET',
    path: PATH,
    summary: 'List publications, the newest first',
    access: everyone,
    query: PublicationQuery,
    replies: { 200: Publications },
    errors: ['SERVICE_UNAVAILABLE'],
  },
  getPublication: {
    method: 'GET',
    path: `${PATH}/{saga_id}`,
    summary: 'How far a publication has come, step by step',
    access: everyone,
    params: SagaId,
    replies: { 200: PublicationProgress },
  },
  retryPublication: {
    method: 'POST',
    path: `${PATH}/{saga_id}/retry`,
    summary: 'Give the stuck steps of a publication new attempts',
    access: ['ADMIN'],
    params: SagaId,
    body: Type.Optional(Type.Object({}, { additionalProperties: false })),
    replies: { 200: Retried },
    errors: ['SERVICE_UNAVAILABLE'],
  },
} as const;

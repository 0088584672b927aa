/** The HTTP contract of product offerings. */
import {
  CHANNEL_LENGTH,
  DESCRIPTION_LENGTH,
  EXTERNAL_ID_LENGTH,
  lifecycleStatuses,
  Line,
  NAME_LENGTH,
  Offering,
  OneOf,
  Schedule,
  scheduledActions,
  Uuid,
} from '@catalog/contracts';
import { crudOperations, defineApi, listQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';
import { categoryOperations } from './category-operations.ts';
import { publicationOperations } from './publication-operations.ts';

const PATH = '/api/v1/offerings';
const Nothing = Type.Object({}, { additionalProperties: false });
const idList = (of: string) => Type.Optional(Type.Array(Uuid, { maxItems: 100, uniqueItems: true, description: `Ids of ${of}` }));

export const OfferingInput = Type.Object(
  {
    name: Line(NAME_LENGTH, { about: 'What customers see', examples: ['Home Fibre 100'] }),
    description: Type.Optional(
      Type.Union([
        Type.String({
          maxLength: DESCRIPTION_LENGTH,
          description: 'May have several lines: stored with \\n between them, without white space at its ends, null if nothing is left',
        }),
        Type.Null(),
      ]),
    ),
    external_id: Type.Optional(Type.Union([Line(EXTERNAL_ID_LENGTH, { about: 'Unique' }), Type.Null()])),
    specification_ids: idList('specifications'),
    pricing_ids: idList('prices'),
    sales_channels: Type.Optional(
      Type.Array(Line(CHANNEL_LENGTH, { about: 'The name of a channel' }), {
        maxItems: 20,
        description: 'Where the store shows it: each once, in whatever case',
        examples: [['online', 'retail']],
      }),
    ),
  },
  { additionalProperties: false, description: 'A draft needs a name only; what is left out is empty.' },
);
export type OfferingInput = Static<typeof OfferingInput>;

export const OfferingQuery = listQuery(['name', 'created_at', 'updated_at', 'published_at'], {
  external_id: Type.Optional(Type.String({ description: 'The whole external_id' })),
  lifecycle_status: Type.Optional(OneOf(lifecycleStatuses)),
  specification_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those that list this specification' })),
  pricing_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those that list this price' })),
  sales_channel: Type.Optional(Type.String({ minLength: 1, description: 'Only those for this channel, in any case' })),
  scheduled: Type.Optional(OneOf(scheduledActions, { description: 'Only those that are due for this' })),
});
export type OfferingQuery = Static<typeof OfferingQuery>;

export const Obstacle = Type.Object(
  {
    code: Type.String({ examples: ['NO_PRICE'] }),
    field: Type.String({ examples: ['pricing_ids'] }),
    message: Type.String({ examples: ['It needs at least one price'] }),
    ids: Type.Optional(Type.Array(Uuid)),
  },
  { description: 'Why an offering cannot be published: a code to act on, the field it concerns, and the ids at fault.' },
);
export type Obstacle = Static<typeof Obstacle>;

const Publishability = Type.Object({ publishable: Type.Boolean(), reasons: Type.Array(Obstacle) });

const PublicationStarted = Type.Object({
  message: Type.String(),
  saga_id: Uuid,
  offering_id: Uuid,
  status: Type.Literal('PUBLISHING'),
});

const When = Type.Object(
  {
    at: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'When to do it: in the future, with a zone, at most two years ahead. Now, if left out.',
        examples: ['2026-12-01T00:00:00Z'],
      }),
    ),
  },
  { additionalProperties: false },
);

const Scheduled = Type.Object({
  message: Type.String({ examples: ['Due to publish at 2026-12-01T00:00:00.000Z'] }),
  offering_id: Uuid,
  status: OneOf(lifecycleStatuses),
  scheduled: Schedule,
});
export type Scheduled = Static<typeof Scheduled>;

const PublicationCancelled = Type.Object({
  message: Type.String({ examples: ['Cancellation accepted'] }),
  saga_id: Uuid,
  offering_id: Uuid,
});

const crud = crudOperations({
  one: 'an offering',
  many: 'offerings',
  path: PATH,
  readers: ['ADMIN', 'USER', 'SERVICE'],
  writers: ['ADMIN', 'USER'],
  input: OfferingInput,
  item: Offering,
  detail: Offering,
  query: OfferingQuery,
});
const { params } = crud.get;

export const api = defineApi({
  title: 'Offering service',
  description: 'Product offerings from draft over publication to retirement, and the categories that they are in.',
  operations: {
    createOffering: { ...crud.create, summary: 'Create a draft', errors: ['INVALID_REFERENCE', 'EXTERNAL_ID_TAKEN'] },
    listOfferings: crud.list,
    getOffering: crud.get,
    getOfferingHistory: crud.history,
    replaceOffering: {
      ...crud.replace,
      summary: 'Change a draft',
      errors: ['INVALID_REFERENCE', 'EXTERNAL_ID_TAKEN', 'SCHEDULED', 'WRONG_STATE'],
    },
    deleteOffering: { ...crud.remove, summary: 'Delete a draft', errors: ['SCHEDULED', 'WRONG_STATE'] },
    validateOffering: {
      method: 'POST',
      path: `${PATH}/{id}/validate`,
      summary: 'Tell everything that keeps a draft from being published',
      access: ['ADMIN', 'USER'],
      params,
      body: Type.Optional(Nothing),
      replies: { 200: Publishability },
      errors: ['WRONG_STATE'],
    },
    publishOffering: {
      method: 'POST',
      path: `${PATH}/{id}/publish`,
      summary: 'Start the publication of a draft, or schedule it',
      access: ['ADMIN'],
      params,
      body: Type.Optional(When),
      replies: { 202: Type.Union([PublicationStarted, Scheduled]) },
      idempotent: true,
      errors: ['NOT_PUBLISHABLE', 'WRONG_STATE', 'ALREADY_SCHEDULED', 'VERSION_MISMATCH'],
    },
    cancelPublication: {
      method: 'POST',
      path: `${PATH}/{id}/cancel-publication`,
      summary: 'Have a publication undone that is not finished',
      access: ['ADMIN'],
      params,
      body: Type.Optional(Nothing),
      replies: { 202: PublicationCancelled },
      errors: ['WRONG_STATE', 'SERVICE_UNAVAILABLE'],
    },
    retireOffering: {
      method: 'POST',
      path: `${PATH}/{id}/retire`,
      summary: 'Retire a published offering, or schedule that',
      access: ['ADMIN'],
      params,
      body: Type.Optional(When),
      replies: { 200: Offering, 202: Scheduled },
      idempotent: true,
      errors: ['WRONG_STATE', 'ALREADY_SCHEDULED', 'VERSION_MISMATCH'],
    },
    cancelSchedule: {
      method: 'DELETE',
      path: `${PATH}/{id}/schedule`,
      summary: 'Cancel what an offering is scheduled for',
      access: ['ADMIN'],
      params,
      replies: { 204: null },
      errors: ['VERSION_MISMATCH'],
    },
    ...publicationOperations,
    ...categoryOperations,
  },
});

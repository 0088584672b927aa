/** The HTTP contract of product offerings. */
import { lifecycleStatuses, Offering, OneOf, scheduledActions, Uuid } from '@catalog/contracts';
import { crudOperations, defineApi, listQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';
import { categoryOperations } from './category-operations.ts';
import { Nothing, OfferingDetail, OfferingInput, Publishability, PublicationStarted, Scheduled, When } from './offering-bodies.ts';
import { publicationOperations } from './publication-operations.ts';
import { revisionOperations } from './revision-operations.ts';
import { scheduleOperations } from './schedule-operations.ts';

const PATH = '/api/v1/offerings';

export const OfferingQuery = listQuery(['name', 'created_at', 'updated_at', 'published_at'], {
  external_id: Type.Optional(Type.String({ description: 'The whole external_id' })),
  lifecycle_status: Type.Optional(OneOf(lifecycleStatuses)),
  specification_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those that list this specification' })),
  category_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those in this category or anywhere below it' })),
  pricing_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those that list this price' })),
  sales_channel: Type.Optional(Type.String({ minLength: 1, description: 'Only those for this channel, in any case' })),
  scheduled: Type.Optional(OneOf(scheduledActions, { description: 'Only those that are due for this' })),
});
export type OfferingQuery = Static<typeof OfferingQuery>;

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
  item: OfferingDetail,
  detail: OfferingDetail,
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
    ...revisionOperations,
    ...scheduleOperations,
    ...publicationOperations,
    ...categoryOperations,
  },
});

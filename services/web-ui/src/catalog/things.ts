/** The API's operations on things, by kind: one function for all kinds where the API has an operation for each. */
import type { Call, ReplyOf } from '@catalog/catalog-client';
import { catalogApi } from '../api/clients.ts';
import { type Outcome, outcomeOf } from '../api/outcome.ts';
import type { EditableKind, Kind } from './kinds.ts';

export type Things = {
  characteristics: ReplyOf<'GET', '/api/v1/characteristics/{id}'>;
  specifications: ReplyOf<'GET', '/api/v1/specifications/{id}'>;
  prices: ReplyOf<'GET', '/api/v1/prices/{id}'>;
  categories: ReplyOf<'GET', '/api/v1/categories/{id}'>;
  offerings: ReplyOf<'GET', '/api/v1/offerings/{id}'>;
};
/** What is sent to create or replace one. */
export type Inputs = {
  characteristics: BodyOf<'/api/v1/characteristics'>;
  specifications: BodyOf<'/api/v1/specifications'>;
  prices: BodyOf<'/api/v1/prices'>;
  categories: BodyOf<'/api/v1/categories'>;
  offerings: BodyOf<'/api/v1/offerings'>;
};
export type Lists = {
  characteristics: ReplyOf<'GET', '/api/v1/characteristics'>;
  specifications: ReplyOf<'GET', '/api/v1/specifications'>;
  prices: ReplyOf<'GET', '/api/v1/prices'>;
  categories: ReplyOf<'GET', '/api/v1/categories'>;
  offerings: ReplyOf<'GET', '/api/v1/offerings'>;
  publications: ReplyOf<'GET', '/api/v1/publications'>;
};
type BodyOf<P extends string> = NonNullable<Call<'POST', P>['body']>;
type History = ReplyOf<'GET', '/api/v1/prices/{id}/history'>;
type Calendar = ReplyOf<'GET', '/api/v1/prices/{id}/changes'>;
type Impact = ReplyOf<'GET', '/api/v1/prices/{id}/impact'>;

const listPath = (kind: Kind) => `/api/v1/${kind}` as const;
const createPath = (kind: EditableKind) => `/api/v1/${kind}` as const;
const thingPath = (kind: EditableKind) => `/api/v1/${kind}/{id}` as const;

export async function listThings<K extends Kind>(kind: K, query: object): Promise<Outcome<Lists[K]>> {
  return of<Lists[K]>((await catalogApi()).GET(listPath(kind), { params: { query } }));
}

export async function readThing<K extends EditableKind>(kind: K, id: string): Promise<Outcome<Things[K]>> {
  return of<Things[K]>((await catalogApi()).GET(thingPath(kind), { params: { path: { id } } }));
}

/** Of kinds whose pages show it: the newest 50 changes. */
export async function readHistory(kind: 'prices' | 'categories' | 'offerings', id: string): Promise<Outcome<History>> {
  const params = { path: { id }, query: { page_size: 50 } };
  return outcomeOf((await catalogApi()).GET(`/api/v1/${kind}/{id}/history`, { params }));
}

/** Which offerings show a thing; offerings are shown by none, and of categories their own page tells. */
export async function readImpact(kind: Exclude<EditableKind, 'offerings' | 'categories'>, id: string): Promise<Outcome<Impact>> {
  return outcomeOf((await catalogApi()).GET(`/api/v1/${kind}/{id}/impact`, { params: { path: { id } } }));
}

/** Of a price: its latest 50 changes, those that are to come first. */
export async function readCalendar(id: string): Promise<Outcome<Calendar>> {
  const params = { path: { id }, query: { page_size: 50 } };
  return outcomeOf((await catalogApi()).GET('/api/v1/prices/{id}/changes', { params }));
}

export async function createThing<K extends EditableKind>(kind: K, body: Inputs[K], idempotencyKey: string): Promise<Outcome<Things[K]>> {
  const params = { header: { 'Idempotency-Key': idempotencyKey } };
  return of<Things[K]>((await catalogApi()).POST(createPath(kind), { params, body }));
}

export async function replaceThing<K extends EditableKind>(
  kind: K,
  id: string,
  body: Inputs[K],
  etag: string,
): Promise<Outcome<Things[K]>> {
  const params = { path: { id }, header: { 'If-Match': etag } };
  return of<Things[K]>((await catalogApi()).PUT(thingPath(kind), { params, body }));
}

export async function deleteThing(kind: EditableKind, id: string): Promise<Outcome<unknown>> {
  return outcomeOf<unknown>((await catalogApi()).DELETE(thingPath(kind), { params: { path: { id } } }));
}

/** The client knows only that it is the answer of one of the kinds. */
const of = async <T>(call: Parameters<typeof outcomeOf>[0]): Promise<Outcome<T>> => (await outcomeOf(call)) as Outcome<T>;

/** The operations of the catalog's API as types, taken from the services' own declarations, so that nothing has to be generated. */
import type { Static, TSchema } from 'typebox';
import type { api as characteristicApi } from '../../../services/characteristic-service/src/api.ts';
import type { api as identityApi } from '../../../services/identity-service/src/api.ts';
import type { api as offeringApi } from '../../../services/offering-service/src/api.ts';
import type { api as pricingApi } from '../../../services/pricing-service/src/api.ts';
import type { api as specificationApi } from '../../../services/specification-service/src/api.ts';
import type { api as storeApi } from '../../../services/store-service/src/api.ts';

type OperationsOf<Api extends { operations: object }> = Api['operations'][keyof Api['operations']];
type AnyOperation =
  | OperationsOf<typeof characteristicApi>
  | OperationsOf<typeof identityApi>
  | OperationsOf<typeof offeringApi>
  | OperationsOf<typeof pricingApi>
  | OperationsOf<typeof specificationApi>
  | OperationsOf<typeof storeApi>;

export type Method = AnyOperation['method'];
/** As a service declares it: `/api/v1/prices/{id}`. */
export type PathOf<M extends Method> = Extract<AnyOperation, { method: M }>['path'];
type OperationAt<M extends Method, P> = Extract<AnyOperation, { method: M; path: P }>;

export type Call<M extends Method, P> = (ParameterOf<P> extends never ? { params?: never } : { params: Record<ParameterOf<P>, string> }) & {
  /** What is undefined is left out. */
  query?: QueryOf<OperationAt<M, P>>;
  body?: BodyOf<OperationAt<M, P>>;
  /** Makes a POST safe to repeat. */
  idempotencyKey?: string;
  /** The tag of what is replaced, as it was read. */
  ifMatch?: string | undefined;
};

/** The body of its successes. */
export type ReplyOf<M extends Method, P> = StaticOf<RepliesOf<OperationAt<M, P>>>;

type ParameterOf<P> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | ParameterOf<Rest> : never;
type QueryOf<O> = O extends { query: infer Q extends TSchema } ? { [Name in keyof Static<Q>]?: Static<Q>[Name] | undefined } : never;
type BodyOf<O> = O extends { body: infer B extends TSchema } ? Static<B> : never;
type RepliesOf<O> = O extends { replies: infer R } ? R[keyof R] : never;
type StaticOf<S> = S extends TSchema ? Static<S> : undefined;

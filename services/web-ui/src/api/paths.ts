/** The paths of the catalog's API as openapi-fetch wants them, computed from the operations that the services declare. */
import type { Call, Method, PathOf, ReplyOf } from '@catalog/catalog-client';
import type { ErrorBody } from '@catalog/contracts';

export type Paths = { [P in PathOf<Method>]: { [M in MethodOf<P> as Lowercase<M>]: Exchange<M, P> } };

type MethodOf<P> = { [M in Method]: P extends PathOf<M> ? M : never }[Method];

type Exchange<M extends Method, P> = PathParameters<Call<M, P>> &
  RequestBody<NonNullable<Call<M, P>['body']>> & {
    parameters: { query?: Call<M, P>['query']; header?: { 'If-Match'?: string; 'Idempotency-Key'?: string } };
    responses: { 200: Json<ReplyOf<M, P>>; default: Json<ErrorBody> };
  };

type PathParameters<C> = { parameters: C extends { params: infer Params } ? { path: Params } : { path?: never } };

type RequestBody<Body> = [Body] extends [never] ? { requestBody?: never } : { requestBody: Json<Body> };

type Json<Body> = { content: { 'application/json': Body } };

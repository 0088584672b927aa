/** An API as data: per operation its route, access, input and replies; types, validation and OpenAPI follow from it. */
import type { ErrorCode, Role } from '@catalog/contracts';
import type { Static, TObject, TSchema } from 'typebox';
import type { Caller } from '../auth/index.ts';
import type { IdempotencyClaim, Preconditions } from '../conditional/index.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Access = 'public' | readonly Role[];

export type Operation = {
  method: Method;
  /** As in OpenAPI: `/api/v1/prices/{id}`. */
  path: string;
  summary: string;
  access: Access;
  params?: TObject;
  query?: TObject;
  body?: TSchema;
  /** Status → schema of the body, or null where there is none. */
  replies: Readonly<Record<number, TSchema | null>>;
  /** A POST that honours Idempotency-Key. */
  idempotent?: true;
  /** Cache-Control of its successes, for what is the same for everybody; without it they are not to be stored. */
  cache?: `public, max-age=${string}`;
  /** Refusals by its own rules, beside those that follow from its shape (input, roles, not found, version). */
  errors?: readonly ErrorCode[];
};

export type Api = {
  title: string;
  description: string;
  operations: Readonly<Record<string, Operation>>;
};

export const defineApi = <const A extends Api>(api: A): A => api;

type StaticOf<S> = S extends TSchema ? Static<S> : undefined;

/** What a handler gets: all of it validated, `caller` present unless the operation is public. */
export type Request<O extends Operation> = {
  path: string;
  params: StaticOf<O['params']>;
  query: StaticOf<O['query']>;
  body: StaticOf<O['body']>;
  caller: O['access'] extends 'public' ? Caller | undefined : Caller;
  /** The Authorization header, to be passed on with calls made for this caller. */
  authorization: string | undefined;
  /** What If-Match and If-None-Match demand, for `requireMatch`. */
  preconditions: Preconditions | undefined;
  idempotency: IdempotencyClaim | undefined;
  clientAddress: string;
};

export type Reply<Status extends number = number, Body = unknown> = {
  status: Status;
  body?: Body;
  headers?: Record<string, string>;
};

type ReplyOf<O extends Operation> = {
  [S in keyof O['replies'] & number]: O['replies'][S] extends TSchema
    ? Reply<S, Static<O['replies'][S]>> & { body: Static<O['replies'][S]> }
    : Reply<S, undefined>;
}[keyof O['replies'] & number];

export type Handlers<A extends Api> = {
  [K in keyof A['operations']]: (request: Request<A['operations'][K]>) => Promise<ReplyOf<A['operations'][K]>>;
};

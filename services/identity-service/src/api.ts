/** The HTTP contract of sign-in, tokens, published keys and users. */
import { Nullable, OneOf, Revocation, roles, Timestamp, Uuid, Version } from '@catalog/contracts';
import { defineApi, Page, pageQuery } from '@catalog/http/server';
import Type, { type Static, type TSchema } from 'typebox';
import { MAXIMUM_BYTES, MINIMUM_LENGTH } from './passwords/index.ts';

const PATH = '/api/v1/auth';
// A cache on the way adds to the time until a revoked token is refused everywhere.
const KEYS_FRESH = 'public, max-age=2';

export const userRoles = ['ADMIN', 'USER'] as const;
export type UserRole = (typeof userRoles)[number];

const Username = Type.String({ pattern: '^[\\p{L}\\p{N}._@+-]{1,100}$', description: 'Unique in any case', examples: ['ada'] });
const A_REFRESH_TOKEN = 'q7Jm0c5hZ3sVtXK2-8pYw1dRbN6uEoLf';
const NewPassword = Type.String({
  minLength: MINIMUM_LENGTH,
  description: `At least ${MINIMUM_LENGTH} characters, at most ${MAXIMUM_BYTES} bytes, not made of the username, and not easy to guess`,
  examples: ['a long sentence'],
});
const RefreshToken = Type.Object(
  {
    refresh_token: Type.String({ minLength: 1, maxLength: 200, examples: [A_REFRESH_TOKEN] }),
  },
  { additionalProperties: false },
);

export const User = Type.Object({
  id: Uuid,
  username: Username,
  role: OneOf(userRoles),
  disabled: Type.Boolean({ description: 'Cannot sign in.' }),
  version: Version,
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type User = Static<typeof User>;

export const UserChange = Type.Object(
  {
    role: OneOf(userRoles),
    disabled: Type.Boolean(),
    password: Type.Optional(NewPassword),
  },
  { additionalProperties: false },
);
export type UserChange = Static<typeof UserChange>;

export const signInOutcomes = ['SUCCEEDED', 'FAILED', 'LOCKED_OUT', 'REFRESH_REUSED'] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

export const SignIn = Type.Object({
  at: Timestamp,
  outcome: OneOf(signInOutcomes, {
    description: 'LOCKED_OUT: failures in a row began a lockout. REFRESH_REUSED: a refresh token was used again.',
  }),
  username: Type.String({ description: 'As it was given', examples: ['ada'] }),
  user_id: Nullable(Uuid),
  address: Type.String({ examples: ['192.0.2.7'] }),
  correlation_id: Type.String(),
});
export type SignIn = Static<typeof SignIn>;

const FromTo = <S extends TSchema>(schema: S) => Type.Optional(Type.Object({ from: Nullable(schema), to: schema }));

export const RecordedChange = Type.Object({
  at: Timestamp,
  user_id: Uuid,
  username: Type.String({ examples: ['ada'] }),
  by_id: Nullable(Type.String({ description: 'Who did it; null: the service itself, when it started on a fresh database' })),
  by_username: Nullable(Type.String({ examples: ['admin'] })),
  changes: Type.Object(
    {
      role: FromTo(OneOf(userRoles)),
      disabled: FromTo(Type.Boolean()),
      password: Type.Optional(Type.Literal('CHANGED')),
    },
    { description: 'What differs; `from` is null for a new user' },
  ),
  correlation_id: Type.String(),
});
export type RecordedChange = Static<typeof RecordedChange>;

const AccessToken = {
  access_token: Type.String({ examples: ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl'] }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ examples: [3_600] }),
};
const SignedIn = Type.Object({
  ...AccessToken,
  refresh_token: Type.String({ examples: [A_REFRESH_TOKEN] }),
  refresh_expires_in: Type.Integer({ examples: [604_800] }),
});

const Jwks = Type.Object({
  keys: Type.Array(
    Type.Object({
      kid: Type.String(),
      kty: Type.Literal('RSA'),
      alg: Type.Literal('RS256'),
      use: Type.Literal('sig'),
      n: Type.String(),
      e: Type.String(),
    }),
  ),
  revocations: Type.Array(Revocation, { description: 'Tokens that are refused before they expire' }),
});

const Id = Type.Object({ id: Uuid });

export const api = defineApi({
  title: 'Identity service',
  description: 'Signs people and services in, and publishes the keys that everyone checks their tokens with.',
  operations: {
    login: {
      method: 'POST',
      path: `${PATH}/login`,
      summary: 'Sign in',
      access: 'public',
      replies: { 200: SignedIn },
      errors: ['INVALID_CREDENTIALS'],
      body: Type.Object(
        {
          username: Type.String({ minLength: 1, maxLength: 100, examples: ['admin'] }),
          password: Type.String({ minLength: 1, maxLength: 1_000, examples: ['admin'] }),
        },
        { additionalProperties: false },
      ),
    },
    refresh: {
      method: 'POST',
      path: `${PATH}/refresh`,
      summary: 'Exchange a refresh token, once, for new tokens',
      access: 'public',
      body: RefreshToken,
      replies: { 200: SignedIn },
      errors: ['INVALID_CREDENTIALS'],
    },
    logout: {
      method: 'POST',
      path: `${PATH}/logout`,
      summary: 'Revoke a refresh token and all others of the same sign-in',
      access: userRoles,
      body: RefreshToken,
      replies: { 204: null },
    },
    issueServiceToken: {
      method: 'POST',
      path: `${PATH}/token`,
      summary: 'Issue a token for the client credentials of a service; not reachable from outside',
      access: 'public',
      body: Type.Object(
        {
          grant_type: Type.Literal('client_credentials'),
          client_id: Type.String({ minLength: 1, maxLength: 100, examples: ['store-service'] }),
          client_secret: Type.String({ minLength: 1, maxLength: 1_000 }),
        },
        { additionalProperties: false },
      ),
      replies: { 200: Type.Object(AccessToken) },
      errors: ['INVALID_CREDENTIALS'],
    },
    getPublicKey: {
      method: 'GET',
      path: `${PATH}/public-key`,
      summary: 'The key that signs new tokens, as PEM',
      access: 'public',
      cache: KEYS_FRESH,
      replies: { 200: Type.Object({ public_key: Type.String(), algorithm: Type.Literal('RS256'), kid: Type.String() }) },
    },
    getJwks: {
      method: 'GET',
      path: `${PATH}/jwks`,
      summary: 'All keys that valid tokens may be signed with, and the revocations',
      access: 'public',
      cache: KEYS_FRESH,
      replies: { 200: Jwks },
    },
    getMe: {
      method: 'GET',
      path: `${PATH}/me`,
      summary: 'The user of the access token',
      access: roles,
      replies: { 200: Type.Object({ id: Type.String(), username: Type.String(), role: OneOf(roles) }) },
    },
    changeMyPassword: {
      method: 'POST',
      path: `${PATH}/me/password`,
      access: userRoles,
      summary: 'Change your own password, which ends all your sessions; the answer begins a new one',
      body: Type.Object(
        {
          present_password: Type.String({ minLength: 1, maxLength: 1_000, examples: ['admin'] }),
          new_password: NewPassword,
        },
        { additionalProperties: false },
      ),
      replies: { 200: SignedIn },
      errors: ['INVALID_CREDENTIALS'],
    },
    createUser: {
      method: 'POST',
      path: `${PATH}/users`,
      summary: 'Create a user',
      access: ['ADMIN'],
      replies: { 201: User },
      errors: ['USERNAME_TAKEN'],
      body: Type.Object({ username: Username, password: NewPassword, role: OneOf(userRoles) }, { additionalProperties: false }),
    },
    listUsers: {
      method: 'GET',
      path: `${PATH}/users`,
      summary: 'List users by name',
      access: ['ADMIN'],
      query: Type.Object(pageQuery),
      replies: { 200: Page(User) },
    },
    getUser: {
      method: 'GET',
      path: `${PATH}/users/{id}`,
      summary: 'Read a user',
      access: ['ADMIN'],
      params: Id,
      replies: { 200: User },
    },
    replaceUser: {
      method: 'PUT',
      path: `${PATH}/users/{id}`,
      summary: 'Change a user’s role or password, disable or enable them',
      access: ['ADMIN'],
      params: Id,
      body: UserChange,
      replies: { 200: User },
      errors: ['WRONG_STATE'],
    },
    listUserChanges: {
      method: 'GET',
      path: `${PATH}/user-changes`,
      summary: 'List changes of users and who made them, newest first',
      access: ['ADMIN'],
      query: Type.Object({ ...pageQuery, user_id: Type.Optional(Uuid), since: Type.Optional(Timestamp) }),
      replies: { 200: Page(RecordedChange) },
    },
    listSignIns: {
      method: 'GET',
      path: `${PATH}/sign-ins`,
      summary: 'List sign-ins and failed attempts, newest first',
      access: ['ADMIN'],
      query: Type.Object({
        ...pageQuery,
        username: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        outcome: Type.Optional(OneOf(signInOutcomes)),
        since: Type.Optional(Timestamp),
      }),
      replies: { 200: Page(SignIn) },
    },
  },
});

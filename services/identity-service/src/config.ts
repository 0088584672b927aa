/** The settings of the identity service, from the environment. */
import { LONGEST_TOKEN_SECONDS, OneOf } from '@catalog/contracts';
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';

const { JWKS_URL: _isOurOwn, ...common } = serviceEnvironment;

/** What whoever installs it may set. */
export const settings = {
  ENVIRONMENT: OneOf(['production', 'demo'], {
    default: 'production',
    description: '`demo` has the users admin/admin and user/user; `production` has neither',
  }),
  TOKEN_LIFETIME_SECONDS: Type.Integer({
    minimum: 1,
    maximum: LONGEST_TOKEN_SECONDS,
    default: 3_600,
    description: `how long an access token holds, at most ${LONGEST_TOKEN_SECONDS}`,
  }),
  REFRESH_TOKEN_LIFETIME_SECONDS: Type.Integer({ minimum: 1, default: 604_800, description: 'how long a refresh token holds' }),
  SESSION_LIFETIME_SECONDS: Type.Integer({
    minimum: 1,
    default: 2_592_000,
    description: 'how long after signing in that can be refreshed',
  }),
  LOCKOUT_AFTER_FAILURES: Type.Integer({ minimum: 1, default: 5, description: 'see [signing in](#users-and-signing-in)' }),
  LOCKOUT_FIRST_SECONDS: Type.Integer({ minimum: 1, default: 30, description: 'see [signing in](#users-and-signing-in)' }),
  SIGN_IN_RETENTION_DAYS: Type.Integer({
    minimum: 1,
    maximum: 36_500,
    default: 90,
    description: 'how long the record of sign-ins is kept',
  }),
  TRUSTED_PROXY_HOPS: Type.Integer({
    minimum: 0,
    default: 1,
    description: 'how many proxies in front append to X-Forwarded-For: the gateway tells one address, whatever stands in front of it',
  }),
};

export const readConfig = () =>
  readEnvironment(
    Type.Object({
      ...common,
      ...settings,
      DATABASE_URL: Type.String({ format: 'uri' }),
      JWT_PRIVATE_KEY: Type.Optional(Type.String()),
      JWT_KEYS_FILE: Type.Optional(Type.String()),
      JWT_KEYS_SECRET: Type.Optional(Type.String()),
      SERVICE_CLIENTS: Type.String({ default: '{}' }),
      INITIAL_ADMIN_PASSWORD: Type.Optional(Type.String()),
    }),
  );
export type Config = ReturnType<typeof readConfig>;

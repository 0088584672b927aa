/** The settings of the identity service, from the environment. */
import { LONGEST_TOKEN_SECONDS, OneOf } from '@catalog/contracts';
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';

const { JWKS_URL: _isOurOwn, ...common } = serviceEnvironment;

export const readConfig = () =>
  readEnvironment(Type.Object({
    ...common,
    DATABASE_URL: Type.String({ format: 'uri' }),
    ENVIRONMENT: OneOf(['production', 'demo'], { default: 'production' }),
    JWT_PRIVATE_KEY: Type.Optional(Type.String()),
    JWT_KEYS_FILE: Type.Optional(Type.String()),
    JWT_KEYS_SECRET: Type.Optional(Type.String()),
    SERVICE_CLIENTS: Type.String({ default: '{}' }),
    INITIAL_ADMIN_PASSWORD: Type.Optional(Type.String()),
    TOKEN_LIFETIME_SECONDS: Type.Integer({ minimum: 1, maximum: LONGEST_TOKEN_SECONDS, default: 3_600 }),
    REFRESH_TOKEN_LIFETIME_SECONDS: Type.Integer({ minimum: 1, default: 604_800 }),
    SESSION_LIFETIME_SECONDS: Type.Integer({ minimum: 1, default: 2_592_000 }),
    LOCKOUT_AFTER_FAILURES: Type.Integer({ minimum: 1, default: 5 }),
    LOCKOUT_FIRST_SECONDS: Type.Integer({ minimum: 1, default: 30 }),
    SIGN_IN_RETENTION_DAYS: Type.Integer({ minimum: 1, maximum: 36_500, default: 90 }),
    TRUSTED_PROXY_HOPS: Type.Integer({ minimum: 0, default: 1 }),
  }));
export type Config = ReturnType<typeof readConfig>;

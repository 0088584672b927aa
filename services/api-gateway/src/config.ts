/** What the gateway takes from its environment. */
import { addressVariable } from '@catalog/contracts';
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';
import { type Upstream, upstreams } from './routing/index.ts';

const Url = Type.String({ format: 'uri' });
const perMinute = (standard: number, description: string) => Type.Integer({ minimum: 1, default: standard, description });

const addresses = Object.fromEntries(upstreams.map((name) => [addressVariable(name), Url]));

/** What whoever installs it may set. */
export const settings = {
  RATE_LIMIT_PER_MINUTE: perMinute(3_000, 'requests of one user, or of one address without a token'),
  LOGIN_LIMIT_PER_MINUTE: perMinute(20, 'requests with a password of one address'),
  CORS_ORIGINS: Type.String({
    default: 'http://localhost:3000,http://127.0.0.1:3000',
    description: 'origins of web pages that may call it, with commas',
  }),
  CIRCUIT_OPEN_MS: Type.Integer({ minimum: 1, default: 20_000, description: 'how long an upstream that fails is left alone' }),
  MOST_IN_FLIGHT: Type.Integer({ minimum: 1, default: 128, description: 'requests under way to one upstream' }),
  TRUSTED_PROXY_HOPS: Type.Integer({
    minimum: 0,
    maximum: 10,
    default: 0,
    description: 'how many proxies in front append to X-Forwarded-For',
  }),
  TRUST_TRACE_CONTEXT: Type.Boolean({
    default: false,
    description:
      '`true` continues the trace that a request tells of; else a new one begins, with the other’s id in the tag `caller.trace_id`',
  }),
  COUNT_REPLICAS: Type.Boolean({
    default: false,
    description: 'in a cluster: tells the replicas behind each service at `/health/dependencies`',
  }),
};

export const readConfig = () =>
  readEnvironment(
    Type.Object({
      ...serviceEnvironment,
      ...addresses,
      ...settings,
      PROXY_SECRET: Type.Optional(Type.String({ minLength: 16 })),
    }),
  );
type Config = ReturnType<typeof readConfig>;

export const addressesIn = (config: Config & Record<string, unknown>): Record<Upstream, string> =>
  Object.fromEntries(upstreams.map((name) => [name, config[addressVariable(name)]])) as Record<Upstream, string>;

export const originsIn = ({ CORS_ORIGINS }: Config): string[] =>
  CORS_ORIGINS.split(',')
    .map((origin) => origin.trim())
    .filter(Boolean);

/** What the gateway takes from its environment. */
import { addressVariable } from '@catalog/contracts';
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';
import { type Upstream, upstreams } from './routing/index.ts';

const Url = Type.String({ format: 'uri' });
const PerMinute = (standard: number) => Type.Integer({ minimum: 1, default: standard });

const addresses = Object.fromEntries(upstreams.map((name) => [addressVariable(name), Url]));

export const readConfig = () =>
  readEnvironment(Type.Object({
    ...serviceEnvironment,
    ...addresses,
    RATE_LIMIT_PER_MINUTE: PerMinute(3_000),
    LOGIN_LIMIT_PER_MINUTE: PerMinute(20),
    CORS_ORIGINS: Type.String({ default: 'http://localhost:3000,http://127.0.0.1:3000' }),
    COUNT_REPLICAS: Type.Boolean({ default: false }),
    CIRCUIT_OPEN_MS: Type.Integer({ minimum: 1, default: 20_000 }),
    MOST_IN_FLIGHT: Type.Integer({ minimum: 1, default: 128 }),
    TRUST_TRACE_CONTEXT: Type.Boolean({ default: false }),
    TRUSTED_PROXY_HOPS: Type.Integer({ minimum: 0, maximum: 10, default: 0 }),
    PROXY_SECRET: Type.Optional(Type.String({ minLength: 16 })),
  }));
type Config = ReturnType<typeof readConfig>;

export const addressesIn = (config: Config & Record<string, unknown>): Record<Upstream, string> =>
  Object.fromEntries(upstreams.map((name) => [name, config[addressVariable(name)]])) as Record<Upstream, string>;

export const originsIn = ({ CORS_ORIGINS }: Config): string[] => CORS_ORIGINS.split(',').map((origin) => origin.trim()).filter(Boolean);

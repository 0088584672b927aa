/** What the gateway takes from its environment. */
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';
import type { Upstream } from './routes.ts';

const Url = Type.String({ format: 'uri' });
const PerMinute = (standard: number) => Type.Integer({ minimum: 1, default: standard });

export const readConfig = () =>
  readEnvironment(Type.Object({
    ...serviceEnvironment,
    IDENTITY_SERVICE_URL: Url,
    CHARACTERISTIC_SERVICE_URL: Url,
    SPECIFICATION_SERVICE_URL: Url,
    PRICING_SERVICE_URL: Url,
    OFFERING_SERVICE_URL: Url,
    STORE_SERVICE_URL: Url,
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

export const addressesIn = (config: Config): Record<Upstream, string> => ({
  'identity-service': config.IDENTITY_SERVICE_URL,
  'characteristic-service': config.CHARACTERISTIC_SERVICE_URL,
  'specification-service': config.SPECIFICATION_SERVICE_URL,
  'pricing-service': config.PRICING_SERVICE_URL,
  'offering-service': config.OFFERING_SERVICE_URL,
  'store-service': config.STORE_SERVICE_URL,
});

export const originsIn = ({ CORS_ORIGINS }: Config): string[] => CORS_ORIGINS.split(',').map((origin) => origin.trim()).filter(Boolean);

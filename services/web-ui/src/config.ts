/** What the web pages take from their environment. */
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';

const Url = Type.String({ format: 'uri' });
const { SERVICE_NAME, HOST, PORT } = serviceEnvironment;

export const readConfig = () =>
  readEnvironment(Type.Object({
    SERVICE_NAME,
    HOST,
    PORT,
    API_GATEWAY_URL: Url,
    RATE_LIMIT_PER_MINUTE: Type.Integer({ minimum: 1, default: 3_000 }),
    TRUSTED_PROXY_HOPS: Type.Integer({ minimum: 0, maximum: 10, default: 0 }),
    PROXY_SECRET: Type.Optional(Type.String({ minLength: 16 })),
    COCKPIT_URL: Type.Optional(Url),
    ZIPKIN_UI_URL: Type.Optional(Url),
  }));

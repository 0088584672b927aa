/** The web server's settings, from the environment. */
import { readEnvironment, serviceEnvironment } from '@catalog/http/server';
import Type from 'typebox';

const { SERVICE_NAME, HOST, PORT } = serviceEnvironment;

/** What whoever installs it may set. */
export const settings = {
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    minimum: 1,
    default: 3_000,
    description: 'requests of one address, whatever is asked for but probes',
  }),
  TRUSTED_PROXY_HOPS: Type.Integer({
    minimum: 0,
    maximum: 10,
    default: 0,
    description: 'how many proxies in front append to X-Forwarded-For',
  }),
  COCKPIT_URL: Type.Optional(
    Type.String({ format: 'uri', description: 'where a browser finds Camunda Cockpit, for links; without it there are none' }),
  ),
  ZIPKIN_UI_URL: Type.Optional(
    Type.String({ format: 'uri', description: 'where a browser finds Zipkin, for links; without it there are none' }),
  ),
};

export const readConfig = () =>
  readEnvironment(
    Type.Object({
      SERVICE_NAME,
      HOST,
      PORT,
      ...settings,
      API_GATEWAY_URL: Type.String({ format: 'uri' }),
      PROXY_SECRET: Type.Optional(Type.String({ minLength: 16 })),
    }),
  );

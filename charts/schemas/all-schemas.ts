/** The schema of each chart's values, by the chart's folder. */
import Type, { type TProperties, type TSchema } from 'typebox';
import { serviceSettings } from '../../tools/service-settings.ts';
import { GlobalValues } from './global-values.ts';
import { Image, Named, Quantity, Resources, Switch, Text, Texts, Values } from './kubernetes.ts';
import { libraryValues, serviceValues } from './service-values.ts';

const CHART = { global: GlobalValues, 'catalog-service': Type.Object({}) };

export const settingsOf = Object.fromEntries(Object.entries(serviceSettings).map(([name, settings]) => [name, Object.keys(settings)]));

const ownValues: Partial<Record<string, TProperties>> = {
  'identity-service': { signingKeys: Values({ existingSecret: Named }), storeClient: Values({ secret: Named }) },
};

const server = { enabled: Switch, image: Image, resources: Resources };

const backingServices = Values({
  ...CHART,
  postgres: Values({
    ...server,
    databases: Type.Array(Type.Object({ role: Type.String({ pattern: '^[a-z_]+$' }), secret: Named }, { additionalProperties: false })),
    existingSecret: Named,
    username: Text,
    createDatabases: Switch,
    maxConnections: Type.Integer({ minimum: 20 }),
    storage: Quantity,
  }),
  rabbitmq: Values({
    ...server,
    username: Text,
    existingSecret: Named,
    memoryHighWatermark: Type.String({ pattern: '^[0-9]+(MB|GB|MiB|GiB)$' }),
    storage: Quantity,
  }),
  mongodb: Values({ ...server, existingSecret: Named, storage: Quantity }),
  elasticsearch: Values({
    ...server,
    dataPath: Type.String({ pattern: '^/' }),
    heap: Type.String({ pattern: '^[0-9]+[mg]$' }),
    storage: Quantity,
  }),
  camunda: Values({ ...server, javaOptions: Text, existingSecret: Named }),
  storageClassName: Text,
});

const observability = Values({
  ...CHART,
  zipkin: Values({ ...server, maxSpans: Type.Integer({ minimum: 1 }), javaOptions: Text }),
  prometheus: Values({ ...server, retention: Text, scrapeInterval: Text, storage: Quantity }),
  grafana: Values({ ...server, existingSecret: Named }),
  kiali: Values(server),
  storageClassName: Text,
});

const mesh = Values({
  ...CHART,
  gateway: Values({
    selector: Texts,
    hosts: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    tls: Values({ enabled: Switch, credentialName: Text }),
  }),
  requestAuthentication: Values({ enabled: Switch }),
  tracing: Values({ enabled: Switch, provider: Text, samplingPercentage: Type.Number({ minimum: 0, maximum: 100 }) }),
  limitSidecars: Switch,
});

const services = Object.fromEntries(Object.entries(settingsOf).map(([name, settings]) => [name, serviceValues(settings, ownValues[name])]));

/** Each part's own chart says what may be below its name; a template refuses names of no part. */
const umbrella = Type.Partial(
  Type.Object({
    ...CHART,
    servers: Values({ enabled: Switch }),
    journey: Values({ enabled: Switch, username: Text, passwordSecret: Values({ name: Named, key: Text }) }),
  }),
);

export const schemas: Record<string, TSchema> = {
  'catalog-service': libraryValues,
  ...services,
  'backing-services': backingServices,
  observability,
  mesh,
  catalog: umbrella,
};

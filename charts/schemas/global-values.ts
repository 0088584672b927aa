/** What all charts share, below `global`. */
import Type from 'typebox';
import { commonValues } from './common-values.ts';
import { Named, Port, Resources, Switch, Text, Texts, Values } from './kubernetes.ts';

const external = Switch;

export const GlobalValues = Values({
  services: Values(commonValues),
  image: Values({
    registry: Type.String({ pattern: '^(.*/)?$' }),
    prefix: Type.String({ minLength: 1 }),
    tag: Text,
    pullPolicy: Type.Enum(['Always', 'IfNotPresent', 'Never']),
    pullSecrets: Type.Array(Named),
  }),
  logLevel: Type.Enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'SILENT']),
  traceSampleRatio: Type.Number({ minimum: 0, maximum: 1 }),
  zipkinUrl: Text,
  jwt: Values({ issuer: Type.String({ minLength: 1 }), audience: Type.String({ minLength: 1 }) }),
  serviceTests: Switch,
  networkPolicies: Values({ enabled: Switch, prometheusLabels: Texts }),
  mesh: Values({
    enabled: Switch,
    trustDomain: Type.String({ minLength: 1 }),
    controlPlaneNamespace: Named,
    ingress: Values({ namespace: Named, serviceAccount: Named }),
    sidecar: Resources,
  }),
  postgres: Values({ host: Text, port: Port, parameters: Text, external }),
  rabbitmq: Values({ scheme: Type.Enum(['amqp', 'amqps']), host: Text, port: Port, username: Text, vhost: Text, secret: Named, external }),
  camunda: Values({ url: Type.String({ pattern: '^https?://' }), port: Port, external }),
  mongodb: Values({
    hosts: Text,
    port: Port,
    database: Text,
    parameters: Text,
    authentication: Switch,
    username: Text,
    secret: Named,
    external,
  }),
  elasticsearch: Values({ url: Type.String({ pattern: '^https?://' }), port: Port, external }),
});

import { type ProcessName, processNames } from '@catalog/contracts';
import { environmentsOf } from '@catalog/local-runtime';
import { expect } from 'chai';
import Koa from 'koa';
import { readFileSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { parse } from 'yaml';
import { clientOf, forwardedHeaders } from '../../services/api-gateway/src/headers/index.ts';
import { forwardedHeaders as pageHeaders } from '../../services/web-ui/src/forwarded-headers.ts';

type Settings = Record<'api-gateway' | 'identity-service' | 'web-ui', { TRUSTED_PROXY_HOPS?: number; PROXY_SECRET?: string | undefined }>;
type Runtime = { settings: Settings; hasIngress: boolean };
type Headers = Record<string, string>;

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const defaults = { 'api-gateway': 0, 'web-ui': 0, 'identity-service': 1 };

const composed = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, { environment: object }> };
const charted = (name: string) => (parse(read(`charts/${name}/values.yaml`)) as { settings: object }).settings;
const addresses = Object.fromEntries(processNames.map((name) => [name, 'http://127.0.0.1:1'])) as Record<ProcessName, string>;
const started = environmentsOf(
  {
    servers: { rabbitmq: '', mongodb: 'mongodb://a', elasticsearch: '', camunda: '', zipkin: '', postgres: '' },
    services: addresses,
    databases: {},
  },
  { database_passwords: {}, clients: {}, proxy: 'a secret of this catalog', signing_keys_file: '' },
);
const settingsOf = (of: (name: keyof Settings) => object): Settings =>
  Object.fromEntries(Object.keys(defaults).map((name) => [name, of(name as keyof Settings)])) as Settings;

const runtimes: Record<string, Runtime> = {
  'npm start': { settings: settingsOf((name) => started[name]), hasIngress: false },
  'docker-compose': { settings: settingsOf((name) => composed.services[name]!.environment), hasIngress: false },
  Kubernetes: { settings: settingsOf(charted), hasIngress: true },
};

describe('The address of a client', () => {
  const [client, peer, ingress, pages, gateway] = ['192.0.2.7', '198.51.100.9', '10.0.0.1', '10.0.0.2', '10.0.0.3'];
  const lies: Headers[] = [
    {},
    { 'x-forwarded-for': '6.6.6.6' },
    { 'x-forwarded-for': '6.6.6.6, 6.6.6.7', 'x-forwarded-secret': 'a guess of the secret' },
  ];

  for (const [name, { settings, hasIngress }] of Object.entries(runtimes)) {
    const hopsOf = (service: keyof Settings) => Number(settings[service].TRUSTED_PROXY_HOPS ?? defaults[service]);
    const arriving = (from: string, headers: Headers) =>
      Object.assign(new IncomingMessage(Object.defineProperty(new Socket(), 'remoteAddress', { value: from })), { headers });
    /** What one that asks from there is for an app that trusts so many hops. */
    const addressFor = (service: keyof Settings, from: string, headers: Headers) => {
      const app = new Koa({ proxy: hopsOf(service) > 0, maxIpsCount: hopsOf(service) });
      const request = arriving(from, headers);
      return app.createContext(request, new ServerResponse(request)).ip;
    };
    const throughIngress = (from: string, headers: Headers): [string, Headers] =>
      hasIngress
        ? [ingress, { ...headers, 'x-forwarded-for': [headers['x-forwarded-for'], from].filter(Boolean).join(', ') }]
        : [from, headers];
    const atGateway = (from: string, headers: Headers) => {
      const proxies = { hops: hopsOf('api-gateway'), secret: settings['api-gateway'].PROXY_SECRET };
      const found = clientOf(arriving(from, headers), proxies);
      const told = forwardedHeaders(headers, { client: found, caller: undefined, correlationId: 'c', hasBody: false });
      return { gateway: found.address, identity: addressFor('identity-service', gateway, told as Headers) };
    };

    it(`is found where it asks the gateway itself, whatever it says, under ${name}`, () => {
      for (const lie of lies) expect(atGateway(...throughIngress(peer, lie))).to.eql({ gateway: peer, identity: peer });
    });

    it(`is found where a browser asks the pages, whatever it says, under ${name}`, () => {
      for (const lie of lies) {
        const seen = addressFor('web-ui', ...throughIngress(client, lie));
        expect(seen).to.equal(client);
        expect(atGateway(pages, pageHeaders(seen, settings['web-ui'].PROXY_SECRET))).to.eql({ gateway: client, identity: client });
      }
    });
  }
});

/** The graph of services: each finds in its environment all that it asks for. */
import type { ServerName } from '@catalog/backing-services';
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { inEnvironment } from '../../../test/support/in-environment.ts';
import { envFile } from '../src/home/env-files.ts';
import type { Secrets } from '../src/home/secrets.ts';
import { type ProcessName, processNames, serviceNames, usersOf, webPages } from '@catalog/contracts';
import type { Environment } from '../src/home/index.ts';
import { environmentsOf, portOf } from '../src/services.ts';

const secrets: Secrets = {
  database_passwords: {},
  clients: { 'store-service': 'secret with "quotes"' },
  proxy: 'a secret of the pages',
  signing_keys_file: '/home/me/.catalog/signing-keys.json',
};
const servers: Record<ServerName, string> = {
  postgres: 'postgresql://postgres:postgres@127.0.0.1:5432/postgres',
  rabbitmq: 'amqp://catalog:catalog@127.0.0.1:5672',
  mongodb: 'mongodb://127.0.0.1:27017/',
  elasticsearch: 'http://127.0.0.1:9200',
  camunda: 'http://127.0.0.1:8085/engine-rest',
  zipkin: 'http://127.0.0.1:9411',
};
const services = Object.fromEntries(processNames.map((name) => [name, `http://127.0.0.1:${portOf(name, 8000)}`])) as Record<
  ProcessName,
  string
>;
const databases = Object.fromEntries(usersOf('postgres').map((name) => [name, `postgresql://${name}:password@127.0.0.1:5432/${name}`]));
const environments = environmentsOf({ servers, services, databases }, secrets);

describe('the services of the catalog', () => {
  it('have the ports of the specification', () => {
    const specified = [
      'api-gateway',
      'identity-service',
      'characteristic-service',
      'specification-service',
      'pricing-service',
      'offering-service',
      'store-service',
    ] as const;
    expect(specified.map((name) => environments[name]['PORT'])).to.deep.equal(['8000', '8001', '8002', '8003', '8004', '8005', '8006']);
  });

  it('leave the web pages the port that everyone expects, unless all ports are moved', () => {
    expect([portOf(webPages, 8000), portOf(webPages, 9000)]).to.deep.equal([3000, 9000 + serviceNames.length]);
  });

  it('give the same secret to the store and to identity', () => {
    const known = JSON.parse(environments['identity-service']['SERVICE_CLIENTS'] ?? '') as Environment;
    expect(known[environments['store-service']['CLIENT_ID'] ?? '']).to.equal(environments['store-service']['CLIENT_SECRET']);
  });

  it('keep the database of a MongoDB address that has more than a host', () => {
    const { 'store-service': store } = environmentsOf(
      { servers: { ...servers, mongodb: 'mongodb://a:1,b:2/?replicaSet=rs' }, services, databases },
      secrets,
    );
    expect(store['MONGODB_URL']).to.equal('mongodb://a:1,b:2/store?replicaSet=rs');
  });

  for (const name of processNames) {
    it(`give ${name} an environment that its config takes`, async function () {
      const config = new URL(`../../../services/${name}/src/config.ts`, import.meta.url);
      if (!existsSync(config)) this.skip();
      const { readConfig } = (await import(config.href)) as { readConfig: () => Record<string, unknown> };
      const read = inEnvironment(environments[name], readConfig);
      expect(read).to.include({ SERVICE_NAME: name, HOST: '127.0.0.1', PORT: portOf(name, 8000) });
    });

    it(`write for ${name} an .env that reads as its environment`, () => {
      expect({ ...parseEnv(envFile(environments[name])) }).to.deep.equal(environments[name]);
    });
  }
});

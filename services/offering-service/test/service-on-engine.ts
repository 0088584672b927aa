/** The offering service as a process on the real engine, which a proxy can take away; the other services' steps are played by a worker. */
import type { Characteristic, Price } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { type CuttableProxy, startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { aCharacteristic, aPrice, aSpecification } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import { createTestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startNeighbour } from '../../../test/support/stub-neighbours.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { type SagaNeighbours, startSagaNeighbours } from './saga-neighbours.ts';

export type ServiceOnEngine = {
  service: RunningService;
  brokerUrl: string;
  /** What the offerings are made of. */
  characteristic: Characteristic;
  price: Price;
  issuer: TokenIssuer;
  engine: CuttableProxy;
  neighbours: SagaNeighbours;
  call: ApiClient<typeof api>['call'];
  /** The input for an offering that can be published. */
  anInput(changes?: object): { name: string };
  /** The id of a new draft that can be published. */
  drafted(changes?: object): Promise<string>;
  /** Asks for the publication of a draft, and resolves to the id of its saga at once. */
  publish(offeringId: string): Promise<string>;
  /** The same, once the offering is published. */
  published(offeringId: string): Promise<string>;
  stop(): Promise<void>;
};

export async function startServiceOnEngine(): Promise<ServiceOnEngine> {
  const camundaUrl = process.env['CAMUNDA_URL'];
  if (!camundaUrl) throw new Error('CAMUNDA_URL is not set: publications need a Camunda');
  const [database, vhost, issuer, characteristics, specifications, prices, engine] = await Promise.all([
    createTestDatabase(),
    createTestVhost(),
    startTokenIssuer(),
    startNeighbour(),
    startNeighbour(),
    startNeighbour(),
    startCuttableProxy(camundaUrl),
  ]);
  const characteristic = aCharacteristic();
  const [specification, price] = [aSpecification({ characteristic_ids: [characteristic.id] }), aPrice()];
  characteristics.things = [characteristic];
  specifications.things = [specification];
  prices.things = [price];
  const neighbours = startSagaNeighbours(camundaUrl, { settlingRetries: 2 });
  const service = await startService('offering-service', {
    DATABASE_URL: database.url,
    RABBITMQ_URL: vhost.url,
    JWKS_URL: issuer.jwksUrl,
    CHARACTERISTIC_SERVICE_URL: characteristics.url,
    SPECIFICATION_SERVICE_URL: specifications.url,
    PRICING_SERVICE_URL: prices.url,
    CAMUNDA_URL: engine.url,
  });
  const { call } = apiClient(service.url, api, issuer);

  const anInput = (changes = {}) => ({
    name: `Home Fibre ${randomUUID()}`,
    specification_ids: [specification.id],
    pricing_ids: [price.id],
    sales_channels: ['online'],
    ...changes,
  });

  async function publish(offeringId: string): Promise<string> {
    const { status, body } = await call('publishOffering', { as: 'ADMIN', params: { id: offeringId } });
    expect(status).to.equal(202);
    return body.saga_id as string;
  }

  return {
    service,
    brokerUrl: vhost.url,
    characteristic,
    price,
    issuer,
    engine,
    neighbours,
    call,
    anInput,
    publish,
    drafted: async (changes) => (await call('createOffering', { as: 'USER', body: anInput(changes) })).body.id as string,
    async published(offeringId) {
      const sagaId = await publish(offeringId);
      await eventually(async () => {
        const { body } = await call('getOffering', { as: 'USER', params: { id: offeringId } });
        expect(body).to.include({ lifecycle_status: 'PUBLISHED', saga_id: sagaId });
      });
      return sagaId;
    },
    async stop() {
      expect(await service.stop()).to.equal(0);
      await neighbours.stop();
      await engine.cut();
      await Promise.all([database.drop(), vhost.delete(), issuer.stop(), characteristics.stop(), specifications.stop(), prices.stop()]);
    },
  };
}

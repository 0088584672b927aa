import type { HistoryEntry } from '@catalog/contracts';
import { startSagaWorker, type SagaWorker } from '@catalog/saga-worker';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { type CuttableProxy, startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { aPrice, aSpecification } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { type Neighbour, startNeighbour } from '../../../test/support/stub-neighbours.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';

/** The service as a process of its own on the real engine; the steps of the other services only succeed. */
describe('An offering that is scheduled', function () {
  const camundaUrl = process.env['CAMUNDA_URL'] ?? '';
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, specifications: Neighbour, prices: Neighbour, engine: CuttableProxy;
  let others: SagaWorker, service: RunningService, call: ApiClient<typeof api>['call'];
  const specification = aSpecification();
  const price = aPrice();

  before(async () => {
    [database, vhost, issuer, specifications, prices, engine] = await Promise.all([
      createTestDatabase(),
      createTestVhost(),
      startTokenIssuer(),
      startNeighbour(),
      startNeighbour(),
      startCuttableProxy(camundaUrl),
    ]);
    specifications.things = [specification];
    prices.things = [price];
    others = startSagaWorker({
      camundaUrl,
      service: 'others',
      steps: {
        'lock-prices': async () => ({ lockResult: true }),
        'validate-specifications': async () => ({ validationResult: true }),
        'create-store-entry': async ({ offeringId }) => ({ storeEntryId: offeringId }),
        'unlock-prices': async () => ({}),
      },
    });
    await started();
  });

  after(async () => {
    await service.stop();
    await others.stop();
    await engine.cut();
    await Promise.all([database.drop(), vhost.delete(), issuer.stop(), specifications.stop(), prices.stop()]);
  });

  async function started(): Promise<void> {
    service = await startService('offering-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      SPECIFICATION_SERVICE_URL: specifications.url,
      PRICING_SERVICE_URL: prices.url,
      CAMUNDA_URL: engine.url,
    });
    ({ call } = apiClient(service.url, api, issuer));
  }

  const anInput = (changes = {}) => ({
    name: `Home Fibre ${randomUUID()}`,
    specification_ids: [specification.id],
    pricing_ids: [price.id],
    sales_channels: ['online'],
    ...changes,
  });

  type Scheduled = { id: string; name: string; scheduleId: string; dueAt: number };

  async function scheduledIn(ms: number): Promise<Scheduled> {
    const { id, name } = (await call('createOffering', { as: 'USER', body: anInput() })).body;
    return { id, name, ...(await toBeDoneIn(ms, 'publishOffering', id)) };
  }

  async function toBeDoneIn(
    ms: number,
    operation: 'publishOffering' | 'retireOffering',
    id: string,
  ): Promise<{ scheduleId: string; dueAt: number }> {
    const dueAt = Date.now() + ms;
    const { status, body } = await call(operation, { as: 'ADMIN', params: { id }, body: { at: new Date(dueAt).toISOString() } });
    expect(status).to.equal(202);
    return { scheduleId: body.scheduled.schedule_id, dueAt };
  }

  const offeringOf = async ({ id }: { id: string }) => (await call('getOffering', { as: 'USER', params: { id } })).body;
  const becomes = (offering: { id: string }, state: object) =>
    eventually(async () => {
      expect(await offeringOf(offering)).to.include(state);
      return offeringOf(offering);
    });
  const engineKnows = ({ scheduleId }: Scheduled, wanted: 'running' | 'ended') =>
    eventually(async () => {
      const response = await fetch(
        `${camundaUrl}/history/process-instance?processInstanceBusinessKey=${scheduleId}&processDefinitionKey=offering-schedule`,
      );
      const [instance] = (await response.json()) as { endTime: string | null }[];
      expect(instance && (instance.endTime ? 'ended' : 'running')).to.equal(wanted);
    });

  it('is published when it is due and not before, later retired likewise, and remembers who wanted that', async () => {
    const offering = await scheduledIn(2_000);
    expect(await offeringOf(offering)).to.include({ lifecycle_status: 'DRAFT' });
    const published = await becomes(offering, { lifecycle_status: 'PUBLISHED', scheduled: null, saga_id: offering.scheduleId });
    expect(Date.parse(published.published_at)).to.be.at.least(offering.dueAt);
    const { dueAt } = await toBeDoneIn(1_000, 'retireOffering', offering.id);
    const retired = await becomes(offering, { lifecycle_status: 'RETIRED', scheduled: null });
    expect(Date.parse(retired.retired_at)).to.be.at.least(dueAt);
    const { items } = (await call('getOfferingHistory', { as: 'USER', params: { id: offering.id } })).body;
    expect(items.map(({ change, actor }: HistoryEntry) => [change, actor.username])).to.eql([
      ['OfferingRetired', 'schedule of admin'],
      ['OfferingScheduled', 'admin'],
      ['OfferingPublished', 'publication saga'],
      ['OfferingPublicationInitiated', 'schedule of admin'],
      ['OfferingScheduled', 'admin'],
      ['OfferingCreated', 'user'],
    ]);
  });

  it('is left alone once its schedule is cancelled, and the engine waits no more', async () => {
    const offering = await scheduledIn(3_600_000);
    await engineKnows(offering, 'running');
    await call('cancelSchedule', { as: 'ADMIN', params: { id: offering.id } });
    await engineKnows(offering, 'ended');
    expect(await offeringOf(offering)).to.include({ lifecycle_status: 'DRAFT', scheduled: null });
  });

  it('stays a draft that tells why when it was changed so that it cannot be published', async () => {
    const offering = await scheduledIn(2_000);
    await call('replaceOffering', { as: 'ADMIN', params: { id: offering.id }, body: { name: offering.name } });
    const draft = await eventually(async () => {
      const current = await offeringOf(offering);
      expect(current.scheduled).to.equal(null);
      return current;
    });
    expect(draft).to.include({ lifecycle_status: 'DRAFT', saga_id: null });
    expect(draft.last_publication_error).to.include({ code: 'NOT_PUBLISHABLE', saga_id: offering.scheduleId });
    await engineKnows(offering, 'ended');
  });

  it('is published though the service was away when it was due', async () => {
    const offering = await scheduledIn(1_500);
    await engineKnows(offering, 'running');
    expect(await service.stop()).to.equal(0);
    await eventually(() => expect(Date.now()).to.be.above(offering.dueAt));
    await started();
    await becomes(offering, { lifecycle_status: 'PUBLISHED' });
  });

  it('is published though the engine was away when it was scheduled and when it was due', async () => {
    await engine.cut();
    const offering = await scheduledIn(1_000);
    await eventually(() => expect(Date.now()).to.be.above(offering.dueAt));
    expect(await offeringOf(offering)).to.include({ lifecycle_status: 'DRAFT' });
    await engine.restore();
    await becomes(offering, { lifecycle_status: 'PUBLISHED' });
  });
});

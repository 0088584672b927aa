/** What becomes of an offering by being published, on the real engine. */
import type { HistoryEntry, Offering } from '@catalog/contracts';
import { expect } from 'chai';
import type { ApiClient } from '../../../test/support/api-client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import type { api } from '../src/api.ts';
import { type ServiceOnEngine, startServiceOnEngine } from './service-on-engine.ts';

describe('An offering that was published', function () {
  let catalog: ServiceOnEngine;
  let call: ApiClient<typeof api>['call'];

  before(async () => {
    catalog = await startServiceOnEngine();
    ({ call } = catalog);
  });
  after(() => catalog.stop());

  const offering = async (id: string) => (await call('getOffering', { as: 'USER', params: { id } })).body as Offering;

  it('remembers who did what to it, and in which state it was', async () => {
    const { name } = catalog.anInput();
    const id = await catalog.drafted({ name, description: 'Good' });
    await call('replaceOffering', {
      as: 'ADMIN',
      params: { id },
      body: catalog.anInput({ name, description: 'Better' }),
      headers: { 'x-correlation-id': 'change-1' },
    });
    await catalog.published(id);
    const { body } = await call('getOfferingHistory', { as: 'USER', params: { id } });
    expect(
      body.items.map(({ change, from_status, to_status, actor }: HistoryEntry) => [change, from_status, to_status, actor.username]),
    ).to.eql([
      ['OfferingPublished', 'PUBLISHING', 'PUBLISHED', 'publication saga'],
      ['OfferingPublicationInitiated', 'DRAFT', 'PUBLISHING', 'admin'],
      ['OfferingUpdated', 'DRAFT', 'DRAFT', 'admin'],
      ['OfferingCreated', null, 'DRAFT', 'user'],
    ]);
    expect(body.items[2]).to.deep.include({
      correlation_id: 'change-1',
      actor: { subject: 'admin-1', username: 'admin', role: 'ADMIN' },
      changes: [{ field: 'description', from: 'Good', to: 'Better' }],
    });
  });

  it('can be retired, once', async () => {
    const id = await catalog.drafted();
    await catalog.published(id);
    expect((await call('retireOffering', { as: 'ADMIN', params: { id } })).body).to.include({ lifecycle_status: 'RETIRED', version: 4 });
    expect((await call('retireOffering', { as: 'ADMIN', params: { id } })).status).to.equal(409);
  });

  it('ends a schedule when what it is for is done by hand', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const id = await catalog.drafted();
    await call('publishOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour } });
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    catalog.neighbours.plan(id, {
      'lock-prices': async () => {
        await gate;
        return { lockResult: true };
      },
    });
    const publication = catalog.published(id);
    await eventually(async () => expect(await offering(id)).to.include({ lifecycle_status: 'PUBLISHING', scheduled: null }));
    release();
    await publication;
    const retirement = await call('retireOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour } });
    expect(retirement).to.have.nested.include({ status: 202, 'body.status': 'PUBLISHED', 'body.scheduled.action': 'retire' });
    expect((await call('retireOffering', { as: 'ADMIN', params: { id } })).body).to.include({
      lifecycle_status: 'RETIRED',
      scheduled: null,
    });
  });
});

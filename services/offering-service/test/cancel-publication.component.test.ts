/** Taking back a publication that the real engine has begun, while it can be reached and while it cannot. */
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { type ServiceOnEngine, startServiceOnEngine } from './service-on-engine.ts';

describe('A publication that has begun', function () {
  let catalog: ServiceOnEngine;

  before(async () => {
    catalog = await startServiceOnEngine();
  });
  after(() => catalog.stop());

  const cancel = (id: string) => catalog.call('cancelPublication', { as: 'ADMIN', params: { id } });
  const offering = async (id: string) => (await catalog.call('getOffering', { as: 'USER', params: { id } })).body;

  it('is cancelled, but not while the engine is away: that is said, and nothing is changed', async () => {
    const id = await catalog.drafted();
    const gate = Promise.withResolvers<void>();
    catalog.neighbours.plan(id, {
      'lock-prices': async () => {
        await gate.promise;
        return { lockResult: true };
      },
    });
    const saga_id = await catalog.publish(id);
    await eventually(async () => {
      expect((await catalog.call('getPublication', { as: 'USER', params: { saga_id } })).body.started_at).not.to.equal(null);
    });

    await catalog.engine.cut();
    const refused = await cancel(id);
    expect(refused).to.have.nested.include({ status: 503, 'body.error.code': 'SERVICE_UNAVAILABLE' });
    expect(Number(refused.headers.get('retry-after'))).to.be.above(0);
    expect(await offering(id)).to.include({ lifecycle_status: 'PUBLISHING', saga_id });

    await catalog.engine.restore();
    expect(await cancel(id)).to.deep.include({ status: 202, body: { message: 'Cancellation accepted', saga_id, offering_id: id } });
    const draft = await eventually(async () => {
      const current = await offering(id);
      expect(current).to.include({ lifecycle_status: 'DRAFT', saga_id: null });
      return current;
    });
    gate.resolve();
    expect(draft.last_publication_error).to.include({ code: 'PUBLICATION_CANCELLED', saga_id });
    await eventually(() => expect(catalog.neighbours.topics(id)).to.eql(['lock-prices', 'delete-store-entry', 'unlock-prices']));
    expect((await cancel(id)).body.error.code).to.equal('WRONG_STATE');
  });
});

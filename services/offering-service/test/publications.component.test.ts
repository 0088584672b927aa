/** Publications on the real engine: the offering service as a process, the other services' steps played by a worker. */
import { Rejection } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { runCatalog } from '../../../packages/cli/test/run-catalog.ts';
import { type Answer, type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { api } from '../src/api.ts';
import { publicationOperations } from '../src/publication-operations.ts';
import { type ServiceOnEngine, startServiceOnEngine } from './service-on-engine.ts';

const publicationApi = { ...api, operations: publicationOperations };

describe('Publications', function () {
  let catalog: ServiceOnEngine;
  let publicationCall: ApiClient<typeof publicationApi>['call'], untested: ApiClient<typeof publicationApi>['untested'];

  before(async () => {
    catalog = await startServiceOnEngine();
    ({ call: publicationCall, untested } = apiClient(catalog.service.url, publicationApi, catalog.issuer));
  });
  after(() => catalog.stop());

  const seen = (saga_id: string) => publicationCall('getPublication', { as: 'ADMIN', params: { saga_id } });
  const listed = async (query: Record<string, string>) => (await publicationCall('listPublications', { as: 'USER', query })).body;
  const states = ({ body }: Answer): string[] => body.steps.map(({ step, state }: { step: string; state: string }) => `${step} ${state}`);

  const becomes = (saga_id: string, status: string, lastStep: string) =>
    eventually(async () => {
      const answer = await seen(saga_id);
      expect(answer.body.status).to.equal(status);
      expect(states(answer).at(-1)).to.equal(lastStep);
      return answer;
    });

  it('can be watched from the first step to the last', async () => {
    const offering_id = await catalog.drafted();
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    catalog.neighbours.plan(offering_id, {
      'validate-specifications': async () => {
        await gate;
        return { validationResult: true };
      },
    });
    const saga_id = await catalog.publish(offering_id);
    const running = await eventually(async () => {
      const answer = await seen(saga_id);
      expect(states(answer)).to.eql([
        'lock-prices done',
        'validate-specifications running',
        'create-store-entry waiting',
        'confirm-publication waiting',
        'release-prices waiting',
      ]);
      expect(answer.body.steps[1]).to.include({ attempts_left: 3, ended_at: null }); // unknown until a worker has claimed it
      return answer;
    });
    expect(running.body).to.deep.include({
      saga_id,
      offering_id,
      status: 'running',
      ended_at: null,
      failure: null,
      engine_available: true,
    });
    expect((await listed({ status: 'running', offering_id })).items).to.have.lengthOf(1);
    release();
    const { body } = await becomes(saga_id, 'published', 'release-prices done');
    expect(body.steps.map(({ state }: { state: string }) => state)).to.eql(Array(5).fill('done'));
    expect(Date.parse(body.ended_at)).to.be.at.least(Date.parse(body.requested_at));
    expect(await listed({ status: 'running', offering_id })).to.deep.include({ total: 0, items: [] });
  });

  it('are listed with the newest first, by offering and by how they ended, and tell why they failed', async () => {
    const offering_id = await catalog.drafted();
    catalog.neighbours.plan(offering_id, {
      'lock-prices': async () => {
        throw new Rejection('INVALID_REFERENCE', 'A price is gone');
      },
    });
    const failed = await catalog.publish(offering_id);
    const { body } = await becomes(failed, 'failed', 'unlock-prices done');
    expect(body.failure).to.eql({ code: 'INVALID_REFERENCE', message: 'A price is gone' });
    catalog.neighbours.plan(offering_id, {});
    const succeeded = await catalog.publish(offering_id);
    await becomes(succeeded, 'published', 'release-prices done');
    const both = await listed({ offering_id });
    expect(both.items.map((one: { saga_id: string; status: string }) => [one.saga_id, one.status])).to.eql([
      [succeeded, 'published'],
      [failed, 'failed'],
    ]);
    expect(both.items[1].failure.code).to.equal('INVALID_REFERENCE');
    expect((await listed({ offering_id, status: 'failed' })).items.map((one: { saga_id: string }) => one.saga_id)).to.eql([failed]);
    expect(await listed({ offering_id, page: '2', page_size: '1' })).to.deep.include({ total: 2, page: 2, engine_available: true });
  });

  it('show a step that undoes and cannot as stuck, and retrying it heals them', async () => {
    const offering_id = await catalog.drafted();
    let isDown = true;
    catalog.neighbours.plan(offering_id, {
      'create-store-entry': async () => {
        throw new Rejection('INVALID_REFERENCE', 'no');
      },
      'delete-store-entry': async () => {
        if (isDown) throw new Error('store is down');
        return {};
      },
    });
    const saga_id = await catalog.publish(offering_id);
    const stuck = await eventually(async () => {
      const answer = await seen(saga_id);
      expect(answer.body.status).to.equal('stuck');
      return answer;
    });
    expect(states(stuck)).to.eql([
      'lock-prices done',
      'validate-specifications done',
      'create-store-entry failed',
      'revert-offering done',
      'delete-store-entry incident',
      'unlock-prices waiting',
    ]);
    expect(stuck.body.steps[4]).to.include({ attempts_left: 0, message: 'store is down' });
    expect((await listed({ status: 'stuck', offering_id })).items.map((one: { saga_id: string }) => one.saga_id)).to.eql([saga_id]);
    const toUser = await publicationCall('getPublication', { as: 'USER', params: { saga_id } });
    expect(toUser.body.steps[4]).to.include({ state: 'incident', message: null });

    const command = async (...words: string[]) =>
      runCatalog(['sagas', ...words, saga_id], {
        CATALOG_URL: catalog.service.url,
        CATALOG_TOKEN: (await catalog.issuer.bearer('ADMIN')).replace('Bearer ', ''),
      });
    expect((await command('show')).stdout)
      .to.contain('stuck, INVALID_REFERENCE: no')
      .and.contain('store is down')
      .and.contain(`sagas retry ${saga_id}`);

    isDown = false;
    expect((await command('retry')).stdout).to.equal(`1 stuck step(s) of ${saga_id} got new attempts\n`);
    await becomes(saga_id, 'failed', 'unlock-prices done');
    const retry = () => publicationCall('retryPublication', { as: 'ADMIN', params: { saga_id } });
    expect(await retry()).to.deep.include({ status: 200, body: { saga_id, retried_steps: 0 } });
    expect((await listed({ status: 'stuck', offering_id })).total).to.equal(0);
  });

  it('never get stuck in a publishing step: it is tried three times, and then undone', async () => {
    const offering_id = await catalog.drafted();
    catalog.neighbours.plan(offering_id, {
      'create-store-entry': async () => {
        throw new Error('no connection');
      },
    });
    const { body } = await becomes(await catalog.publish(offering_id), 'failed', 'unlock-prices done');
    expect(body.failure.code).to.equal('STEP_FAILED');
    expect(body.steps.filter(({ state }: { state: string }) => state === 'incident')).to.eql([]);
    expect(catalog.neighbours.ran(offering_id).filter((topic) => topic === 'create-store-entry')).to.have.length.at.least(3);
    expect((await listed({ status: 'stuck', offering_id })).total).to.equal(0);
  });

  it('outlive a draft that is deleted', async () => {
    const offering_id = await catalog.drafted();
    catalog.neighbours.plan(offering_id, {
      'lock-prices': async () => {
        throw new Rejection('INVALID_REFERENCE', 'A price is gone');
      },
    });
    const saga_id = await catalog.publish(offering_id);
    await becomes(saga_id, 'failed', 'unlock-prices done');
    expect((await catalog.call('deleteOffering', { as: 'USER', params: { id: offering_id } })).status).to.equal(204);
    const [remembered] = (await listed({ offering_id })).items;
    expect(remembered).to.deep.include({
      saga_id,
      offering_name: null,
      status: 'failed',
      failure: { code: 'INVALID_REFERENCE', message: 'A price is gone' },
    });
  });

  it('are logged from their start in the correlation of the request, and counted and timed by how they end', async () => {
    const offering_id = await catalog.drafted();
    const headers = { 'x-correlation-id': `publish-${offering_id}` };
    const { saga_id } = (await catalog.call('publishOffering', { as: 'ADMIN', params: { id: offering_id }, headers })).body;
    const { body } = await becomes(saga_id, 'published', 'release-prices done');
    expect(body.correlation_id).to.equal(headers['x-correlation-id']);
    const lines = catalog.service.logged.filter(({ context }) => context?.['saga_id'] === saga_id);
    expect([...new Set(lines.map(({ message }) => message))]).to.eql([
      'Saga started',
      'Publication started',
      'Saga step started',
      'Saga step completed',
    ]);
    expect(new Set(lines.map(({ correlation_id }) => correlation_id))).to.eql(new Set([headers['x-correlation-id']]));
    const metrics = await (await fetch(catalog.service.metricsUrl)).text();
    for (const outcome of ['published', 'failed']) {
      expect(metrics).to.match(new RegExp(`^publications_total\\{outcome="${outcome}"\\} [1-9]`, 'm'));
      expect(metrics).to.match(new RegExp(`^publication_seconds_sum\\{outcome="${outcome}"\\} [\\d.]*[1-9]`, 'm'));
    }
    expect(metrics).to.match(/^saga_steps_total\{step="confirm-publication",result="accepted"\} [1-9]/m);
  });

  it('are refused to strangers, and retried by administrators only', async () => {
    const saga_id = randomUUID();
    for (const operation of Object.keys(publicationOperations) as (keyof typeof publicationOperations)[]) {
      expect((await publicationCall(operation, { params: { saga_id } })).status, operation).to.equal(401);
    }
    expect((await publicationCall('retryPublication', { as: 'USER', params: { saga_id } })).status).to.equal(403);
    expect((await publicationCall('retryPublication', { as: 'ADMIN', params: { saga_id } })).status).to.equal(404);
    expect((await seen(saga_id)).body.error.code).to.equal('NOT_FOUND');
    expect((await seen('7')).status).to.equal(400);
    const faulty = await publicationCall('listPublications', { as: 'USER', query: { status: 'lost' } });
    expect(faulty).to.have.nested.include({ status: 400, 'body.error.details.field': 'status' });
  });

  for (const [trouble, begin] of [
    ['is away', () => catalog.engine.cut()],
    ['hangs', () => catalog.engine.hang()],
  ] as const) {
    it(`tell what the database knows while the engine ${trouble}`, async () => {
      const offering_id = await catalog.drafted();
      const saga_id = await catalog.publish(offering_id);
      await becomes(saga_id, 'published', 'release-prices done');
      await begin();
      try {
        const [one, list, ...refusals] = await Promise.all([
          seen(saga_id),
          listed({ offering_id }),
          publicationCall('listPublications', { as: 'USER', query: { status: 'stuck' } }),
          publicationCall('retryPublication', { as: 'ADMIN', params: { saga_id } }),
        ]);
        expect(one.body).to.deep.include({ status: 'published', engine_available: false, steps: null });
        expect(list).to.deep.include({ total: 1, engine_available: false });
        for (const refused of refusals) expect(refused).to.have.nested.include({ status: 503, 'body.error.code': 'SERVICE_UNAVAILABLE' });
      } finally {
        await catalog.engine.restore();
      }
    });
  }

  it('have a test for every operation', () => expect(untested()).to.eql([]));
});

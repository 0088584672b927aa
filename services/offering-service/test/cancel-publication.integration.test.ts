import type { Offering } from '@catalog/contracts';
import { row, sql } from '@catalog/postgres';
import { deployProcess } from '@catalog/saga-worker';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../test/support/eventually.ts';
import { cancelPublication, startPublicationStarter } from '../src/publications/index.ts';
import { publicationRecords } from '../src/offering/index.ts';
import { admin, offerings, processFile, publicationScene, type PublicationScene } from './publication-scene.ts';

describe('Cancelling a publication', function () {
  const camundaUrl = process.env['CAMUNDA_URL']!;
  let scene: PublicationScene;

  before(async () => {
    scene = await publicationScene(camundaUrl);
  });
  after(() => scene.stop());

  const now = () => new Date().toISOString();
  const cancel = ({ id }: Pick<Offering, 'id'>) =>
    cancelPublication({ database: scene.database, offerings, cancelSaga: scene.camunda.cancel, offeringId: id, caller: admin, now: now() });
  const refusal = (offering: Pick<Offering, 'id'>): Promise<string> =>
    cancel(offering).then(
      () => 'none',
      ({ code }: { code: string }) => code,
    );
  const isThrough = async ({ saga_id }: Offering) => expect(await scene.camunda.status(saga_id!)).to.equal('completed');

  async function started(): Promise<Offering> {
    const offering = await scene.requested();
    await scene.camunda.start(await scene.variablesOf(offering));
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
    return offering;
  }

  it('undoes one that runs, whole', async () => {
    const offering = await scene.requested();
    const { reached, release } = scene.hold(offering, 'confirm-publication');
    await scene.camunda.start(await scene.variablesOf(offering));
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
    await reached;
    expect(scene.locks.has(offering.saga_id!)).to.equal(true);
    expect(await cancel(offering)).to.equal(offering.saga_id);
    await eventually(() => isThrough(offering));
    release();
    await scene.idle();
    const draft = await scene.offeringOf(offering);
    expect(draft).to.include({ lifecycle_status: 'DRAFT', saga_id: null });
    expect(draft.last_publication_error).to.include({ code: 'PUBLICATION_CANCELLED', saga_id: offering.saga_id });
    expect([scene.locks.has(offering.saga_id!), scene.entries.has(offering.saga_id!)]).to.eql([false, false]);
  });

  it('comes too late for one that is being undone, or is published', async () => {
    const undone = await scene.requested();
    const held = scene.hold(undone, 'revert-offering');
    await scene.camunda.undo(await scene.variablesOf(undone), { failureCode: 'STEP_FAILED', failureMessage: 'in a test' });
    await publicationRecords(scene.database).markStarted(undone.saga_id!);
    await held.reached;
    expect(await refusal(undone)).to.equal('WRONG_STATE');
    held.release();
    const published = await started();
    await eventually(() => isThrough(published));
    expect(await refusal(published)).to.equal('WRONG_STATE');
    expect(await scene.offeringOf(published)).to.include({ lifecycle_status: 'PUBLISHED' });
  });

  it('is refused for an offering that does not exist', async () => expect(await refusal({ id: randomUUID() })).to.equal('NOT_FOUND'));

  it('waits for a start that is under way and undoes then, and gives up when it takes long', async () => {
    const offering = await scene.requested();
    const { release } = scene.hold(offering, 'lock-prices');
    const next = await publicationRecords(scene.database).claimToStart(now());
    expect(next!.variables.sagaId).to.equal(offering.saga_id);
    expect(await refusal(offering)).to.equal('SERVICE_UNAVAILABLE');
    const cancelled = cancel(offering);
    await scene.camunda.start(next!.variables);
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
    expect(await cancelled).to.equal(offering.saga_id);
    release();
    await eventually(() => isThrough(offering));
    expect(await scene.offeringOf(offering)).to.include({ lifecycle_status: 'DRAFT' });
  });

  it('waits for a start that comes to nothing, and ends the publication then', async () => {
    const offering = await scene.requested();
    const next = await publicationRecords(scene.database).claimToStart(now());
    const cancelled = cancel(offering);
    await publicationRecords(scene.database).release(next!);
    expect(await cancelled).to.equal(offering.saga_id);
    expect(await scene.camunda.status(offering.saga_id!)).to.equal('lost');
    expect(await scene.offeringOf(offering)).to.include({ lifecycle_status: 'DRAFT' });
  });

  it('undoes one whose starter died: what that still starts is undone as well', async () => {
    const offering = await scene.requested();
    const next = await publicationRecords(scene.database).claimToStart(now());
    await scene.database.query(
      sql.type(row())`update publications set claimed_until = now() - interval '1 second' where saga_id = ${offering.saga_id}`,
    );
    expect(await cancel(offering)).to.equal(offering.saga_id);
    await scene.camunda.start(next!.variables);
    await eventually(() => isThrough(offering));
    await expectOneEnd(offering);
  });

  it('races with the starter, and each publication ends in one way everywhere', async () => {
    const engine = { deploy: () => deployProcess(camundaUrl, processFile), start: scene.camunda.start };
    const starters = [1, 2].map(() => startPublicationStarter({ database: scene.database, offerings, engine, now }));
    const all = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const offering = await scene.requested();
        for (const starter of starters) starter.wake();
        return { offering, code: await refusal(offering) };
      }),
    );
    await Promise.all(
      all.map(({ offering }) =>
        eventually(async () => {
          expect((await scene.offeringOf(offering)).lifecycle_status).to.be.oneOf(['DRAFT', 'PUBLISHED']);
          expect(await scene.camunda.status(offering.saga_id!)).not.to.equal('running');
        }),
      ),
    );
    await Promise.all(starters.map((starter) => starter.stop()));
    for (const { offering } of all) await expectOneEnd(offering);
    const undone = await Promise.all(all.filter(({ code }) => code === 'none').map(({ offering }) => scene.offeringOf(offering)));
    expect(undone, 'none was cancelled in time').not.to.be.empty;
  });

  async function expectOneEnd(offering: Offering): Promise<void> {
    const { lifecycle_status } = await scene.offeringOf(offering);
    const { items } = await offerings(scene.database, admin).history(offering.id, { page: 1, page_size: 100 });
    const ends = items
      .map(({ change }) => change)
      .filter((change) => change === 'OfferingPublished' || change === 'OfferingPublicationFailed');
    expect(ends).to.eql([lifecycle_status === 'PUBLISHED' ? 'OfferingPublished' : 'OfferingPublicationFailed']);
    expect(scene.locks.has(offering.saga_id!), 'prices are locked').to.equal(false);
    expect(scene.entries.has(offering.saga_id!), 'there is a store entry').to.equal(lifecycle_status === 'PUBLISHED');
  }
});

import { type Offering, type SagaTopic } from '@catalog/contracts';
import { registry } from '@catalog/observability';
import { row, sql } from '@catalog/postgres';
import { createCamunda } from '@catalog/saga-worker';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { deleteOffering } from '../src/rules/index.ts';
import { repairPublications } from '../src/publications/index.ts';
import { publicationRecords } from '../src/offering/index.ts';
import { admin, offerings, publicationScene, type PublicationScene } from './publication-scene.ts';

describe('The repair of publications', function () {
  let scene: PublicationScene;

  before(async () => {
    scene = await publicationScene(process.env['CAMUNDA_URL']!);
  });
  after(() => scene.stop());

  async function started(offering: Offering): Promise<void> {
    await scene.camunda.start(await scene.variablesOf(offering));
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
  }

  const round = () =>
    repairPublications({ database: scene.database, engine: scene.camunda, quietSeconds: 0.1, deadlineSeconds: scene.deadlineSeconds });

  const settled = (offering: Offering) =>
    eventually(async () => {
      await round();
      expect(await scene.isSettled(offering)).to.equal(true);
    });

  async function expectEnd(offering: Offering, status: 'DRAFT' | 'PUBLISHED'): Promise<void> {
    const { lifecycle_status, last_publication_error } = await scene.offeringOf(offering);
    expect(lifecycle_status).to.equal(status);
    expect(last_publication_error === null).to.equal(status === 'PUBLISHED');
    expect(scene.locks.has(offering.saga_id!), 'prices are locked').to.equal(false);
    expect(scene.entries.has(offering.saga_id!), 'there is a store entry').to.equal(status === 'PUBLISHED');
  }

  const deaths: [SagaTopic, 'DRAFT' | 'PUBLISHED'][] = [
    ['lock-prices', 'DRAFT'],
    ['validate-specifications', 'DRAFT'],
    ['create-store-entry', 'DRAFT'],
    ['unlock-prices', 'PUBLISHED'],
  ];
  for (const [topic, status] of deaths) {
    it(`ends as ${status} what was deleted at ${topic}, though that step still takes effect`, async () => {
      const offering = await scene.requested();
      const { reached, release } = scene.hold(offering, topic);
      await started(offering);
      await reached;
      await scene.deleteProcess(offering);
      release();
      await settled(offering);
      await expectEnd(offering, status);
    });

    it(`ends as ${status} what was deleted at ${topic}, and the step that comes late changes nothing`, async () => {
      const offering = await scene.requested();
      const { reached, release } = scene.hold(offering, topic);
      await started(offering);
      await reached;
      await scene.deleteProcess(offering);
      await settled(offering);
      release();
      await scene.idle();
      await expectEnd(offering, status);
    });
  }

  it('keeps published what confirms its publication while its process is deleted', async () => {
    const offering = await scene.requested();
    const { reached, release } = scene.hold(offering, 'confirm-publication');
    await started(offering);
    await reached;
    await scene.deleteProcess(offering);
    release();
    await eventually(async () => expect(await scene.offeringOf(offering)).to.include({ lifecycle_status: 'PUBLISHED' }));
    await settled(offering);
    await expectEnd(offering, 'PUBLISHED');
  });

  it('does not let a publication be confirmed that it has undone', async () => {
    const offering = await scene.requested();
    const { reached, release } = scene.hold(offering, 'confirm-publication');
    await started(offering);
    await reached;
    await scene.deleteProcess(offering);
    await settled(offering);
    release();
    await scene.idle();
    await expectEnd(offering, 'DRAFT');
    expect((await scene.offeringOf(offering)).last_publication_error).to.include({ code: 'PUBLICATION_LOST', saga_id: offering.saga_id });
  });

  for (const topic of ['revert-offering', 'delete-store-entry', 'unlock-prices'] as const) {
    it(`finishes an undoing that was deleted at ${topic}`, async () => {
      const offering = await scene.requested();
      const begun = scene.hold(offering, 'confirm-publication');
      const { reached, release } = scene.hold(offering, topic);
      await started(offering);
      await begun.reached;
      await scene.camunda.cancel(offering.saga_id!);
      await reached;
      await scene.deleteProcess(offering);
      await settled(offering);
      begun.release();
      release();
      await scene.idle();
      await expectEnd(offering, 'DRAFT');
    });
  }

  it('releases the prices of a draft that was deleted before its undoing was through', async () => {
    const offering = await scene.requested();
    const begun = scene.hold(offering, 'create-store-entry');
    const { reached, release } = scene.hold(offering, 'unlock-prices');
    await started(offering);
    await begun.reached;
    await scene.camunda.cancel(offering.saga_id!);
    await reached;
    await scene.deleteProcess(offering);
    await offerings(scene.database, admin).change(offering.id, (current) => deleteOffering(current, new Date().toISOString()));
    expect(scene.locks.has(offering.saga_id!)).to.equal(true);
    await settled(offering);
    begun.release();
    release();
    expect(scene.locks.has(offering.saga_id!)).to.equal(false);
  });

  it('undoes what the engine has forgotten altogether', async () => {
    const offering = await scene.requested();
    const { reached, release } = scene.hold(offering, 'validate-specifications');
    await started(offering);
    await reached;
    await scene.forgetProcess(offering);
    await settled(offering);
    release();
    await expectEnd(offering, 'DRAFT');
  });

  it('undoes a publication that is on no record', async () => {
    const offering = await scene.requested();
    await scene.database.query(sql.type(row())`delete from publications where saga_id = ${offering.saga_id}`);
    await round();
    await settled(offering);
    await expectEnd(offering, 'DRAFT');
  });

  it('undoes what is PUBLISHING again after it was settled, as after a backup was restored', async () => {
    const offering = await scene.requested();
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
    await publicationRecords(scene.database).markSettled(offering.saga_id!);
    await settledAgain(offering);
    await expectEnd(offering, 'DRAFT');
  });

  const settledAgain = async (offering: Offering): Promise<void> => {
    await round();
    expect(await scene.isSettled(offering)).to.equal(false);
    await settled(offering);
  };

  it('leaves alone what runs, and settles it when it is through', async () => {
    const offering = await scene.requested();
    const { reached, release } = scene.hold(offering, 'create-store-entry');
    await started(offering);
    await reached;
    for (let n = 0; n < 3; n += 1) await round();
    expect(await scene.offeringOf(offering)).to.include({ lifecycle_status: 'PUBLISHING' });
    expect(await scene.isSettled(offering)).to.equal(false);
    release();
    await settled(offering);
    await expectEnd(offering, 'PUBLISHED');
  });

  it('changes nothing while the engine is away', async () => {
    const offering = await scene.requested();
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
    const away = createCamunda('http://127.0.0.1:1/engine-rest');
    for (let n = 0; n < 3; n += 1) {
      await repairPublications({ database: scene.database, engine: away, quietSeconds: 0, deadlineSeconds: scene.deadlineSeconds });
    }
    expect(await scene.offeringOf(offering)).to.include({ lifecycle_status: 'PUBLISHING' });
    await settled(offering);
    await expectEnd(offering, 'DRAFT');
  });

  it('does not let one in trouble hold up the others', async () => {
    const [first, second] = [await scene.requested(), await scene.requested()];
    for (const { saga_id } of [first, second]) await publicationRecords(scene.database).markStarted(saga_id!);
    const troubled = {
      ...scene.camunda,
      undo: async (...given: Parameters<typeof scene.camunda.undo>) => {
        if (given[0].sagaId === first.saga_id) throw new Error('the engine refuses this one');
        return scene.camunda.undo(...given);
      },
    };
    await eventually(async () => {
      await repairPublications({ database: scene.database, engine: troubled, quietSeconds: 0.1, deadlineSeconds: scene.deadlineSeconds });
      expect(await scene.isSettled(second)).to.equal(true);
    });
    expect(await scene.offeringOf(first)).to.include({ lifecycle_status: 'PUBLISHING' });
    await settled(first);
    await expectEnd(first, 'DRAFT');
  });

  it('looks into one publication once, however many replicas look', async () => {
    const offering = await scene.requested();
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
    let undone = 0;
    const counting = {
      ...scene.camunda,
      undo: async (...given: Parameters<typeof scene.camunda.undo>) => {
        undone += 1;
        return scene.camunda.undo(...given);
      },
    };
    const replica = () =>
      repairPublications({ database: scene.database, engine: counting, quietSeconds: 0.1, deadlineSeconds: scene.deadlineSeconds });
    await eventually(async () => {
      await Promise.all([replica(), replica(), replica()]);
      expect(await scene.isSettled(offering)).to.equal(true);
    });
    expect(undone).to.equal(1);
  });

  it('shows how many are PUBLISHING beyond their deadline', async () => {
    const overdue = async () => (await registry.getSingleMetric('publications_overdue')!.get()).values[0]!.value;
    const offering = await scene.requested();
    await round();
    expect(await overdue()).to.equal(0);
    await scene.database.query(
      sql.type(row())`update publications set deadline_at = now() - interval '1 second' where saga_id = ${offering.saga_id}`,
    );
    await round();
    expect(await overdue()).to.equal(1);
    await publicationRecords(scene.database).markStarted(offering.saga_id!);
    await settled(offering);
    await round();
    expect(await overdue()).to.equal(0);
  });
});

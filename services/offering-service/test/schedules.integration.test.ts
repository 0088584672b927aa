import {
  type Actor,
  type HistoryEntry,
  type Price,
  publicationSaga,
  type Schedule,
  scheduleOf,
  type ScheduleVariables,
  type Specification,
} from '@catalog/contracts';
import { connect, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aPrice, aSpecification } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { carryOutSchedule, type ScheduleEngine, startScheduleStarter } from '../src/schedules/index.ts';
import { priceReplicas, specificationReplicas } from '../src/catalog-lookups.ts';
import {
  cancelSchedule,
  changeOffering,
  createOffering,
  deleteOffering,
  revertPublication,
  schedulePublication,
} from '../src/rules/index.ts';
import { offeringStore, type OfferingStore } from '../src/offering/index.ts';
import { anInput } from './offering-examples.ts';

describe('A schedule in the offering service', () => {
  let testDatabase: TestDatabase, database: Awaited<ReturnType<typeof connect>>;
  const now = () => new Date().toISOString();
  const admin: Actor = { subject: 'admin-1', username: 'admin', role: 'ADMIN' };
  const specification: Specification = aSpecification();
  const price: Price = aPrice();
  const references = { specifications: [specification], prices: [price] };
  const offerings = offeringStore({ deadlineSeconds: 60 });
  let wakes = 0;
  const step = () =>
    carryOutSchedule({
      database,
      offerings,
      now,
      publicationRequested: () => {
        wakes += 1;
      },
    });

  before(async () => {
    testDatabase = await createTestDatabase();
    database = await connect(testDatabase.url);
    await migrate(database, new URL('../migrations/', import.meta.url));
    await specificationReplicas(database).apply({ event_type: 'SpecificationCreated', payload: specification } as never);
    await priceReplicas(database).apply({ event_type: 'PriceCreated', payload: price } as never);
  });

  after(async () => {
    await database.end();
    await testDatabase.drop();
  });

  const changed = (id: string, decide: Parameters<ReturnType<OfferingStore>['change']>[1]) => offerings(database, admin).change(id, decide);

  async function scheduled(changes = {}): Promise<ScheduleVariables> {
    const input = anInput({ specification_ids: [specification.id], pricing_ids: [price.id], category_ids: [], ...changes });
    const { id } = await offerings(database, admin).create(createOffering(input, references, { id: randomUUID(), now: now() }));
    const due = { schedule_id: randomUUID(), at: new Date(Date.now() + 3_600_000).toISOString() };
    await changed(id, (current) => schedulePublication(current, references, due, now()));
    return variablesOf(id, { ...due, action: 'publish' });
  }

  const variablesOf = (offeringId: string, { schedule_id, action, at }: Schedule): ScheduleVariables => ({
    scheduleId: schedule_id,
    offeringId,
    action,
    dueAt: at,
    correlationId: randomUUID(),
    traceContext: {},
  });
  const offeringOf = ({ offeringId }: ScheduleVariables) => offerings(database, admin).get(offeringId);
  const historyOf = async ({ offeringId }: ScheduleVariables): Promise<HistoryEntry[]> =>
    (await offerings(database, admin).history(offeringId, { page: 1, page_size: 10 })).items;
  const rowsOf = ({ scheduleId }: ScheduleVariables): Promise<number> =>
    database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from schedules where schedule_id = ${scheduleId}`);
  const lookAgain = ({ scheduleId }: ScheduleVariables) =>
    database.query(
      sql.type(row())`update schedules set due_at = now() - interval '1 hour', next_look_at = now() where schedule_id = ${scheduleId}`,
    );

  it('is carried out in the name of whoever approved the draft last', async () => {
    const variables = await scheduled();
    const bea: Actor = { subject: 'bea-1', username: 'bea', role: 'ADMIN' };
    const input = anInput({ name: 'Approved', specification_ids: [specification.id], pricing_ids: [price.id], category_ids: [] });
    await offerings(database, bea).change(variables.offeringId, (current) => changeOffering(current, input, references, now()));
    await step()(variables);
    expect(await offeringOf(variables)).to.include({ lifecycle_status: 'PUBLISHING', saga_id: variables.scheduleId });
    expect((await historyOf(variables))[0]!.actor).to.eql(scheduleOf(bea));
  });

  it('publishes nothing but the version that was approved, and tells so', async () => {
    const variables = await scheduled();
    await database.query(sql.type(row())`update product_offerings set version = version + 1 where id = ${variables.offeringId}`);
    await step()(variables);
    const draft = await offeringOf(variables);
    expect(draft).to.include({ lifecycle_status: 'DRAFT', saga_id: null, scheduled: null });
    expect(draft.last_publication_error).to.include({ code: 'NOT_APPROVED', saga_id: variables.scheduleId });
    expect((await historyOf(variables))[0]).to.deep.include({ change: 'OfferingPublicationFailed', actor: scheduleOf(admin) });
  });

  it('is carried out once, however often its task comes, in the name of whoever scheduled it', async () => {
    const variables = await scheduled();
    for (let run = 0; run < 2; run += 1) expect(await step()(variables)).to.eql({});
    expect(await offeringOf(variables)).to.include({
      lifecycle_status: 'PUBLISHING',
      saga_id: variables.scheduleId,
      scheduled: null,
      version: 3,
    });
    const [newest] = await historyOf(variables);
    expect(newest).to.deep.include({ change: 'OfferingPublicationInitiated', actor: scheduleOf(admin) });
    expect(
      await database.oneFirst(sql.type(row<{ count: number }>())`
      select count(*) from publications where saga_id = ${variables.scheduleId}`),
    ).to.equal(1);
    expect(wakes).to.be.above(0);
  });

  it('does not publish once more what was published by it and failed', async () => {
    const variables = await scheduled();
    await step()(variables);
    const failure = { code: 'STEP_FAILED', message: 'the store did not answer' };
    await offerings(database, publicationSaga('offering-service')).change(variables.offeringId, (current) =>
      revertPublication(current, variables.scheduleId, failure, now()),
    );
    await step()(variables);
    expect(await offeringOf(variables)).to.include({ lifecycle_status: 'DRAFT', version: 4 });
  });

  it('sees what was deleted since, without asking anybody', async () => {
    const doomed = aPrice();
    await priceReplicas(database).apply({ event_type: 'PriceCreated', payload: doomed } as never);
    const variables = await scheduled();
    await changed(variables.offeringId, (current) => ({
      kind: 'stored',
      state: { ...current, pricing_ids: [doomed.id], version: 3 },
      event: 'OfferingUpdated',
    }));
    await priceReplicas(database).apply({ event_type: 'PriceDeleted', payload: { ...doomed, version: 2 } } as never);
    await step()(variables);
    const { lifecycle_status, last_publication_error } = await offeringOf(variables);
    expect(lifecycle_status).to.equal('DRAFT');
    expect(last_publication_error).to.include({
      code: 'NOT_PUBLISHABLE',
      message: 'It lists prices that do not exist',
      saga_id: variables.scheduleId,
    });
  });

  it('changes nothing when its task comes after it was cancelled, or after its draft was deleted', async () => {
    const [cancelled, deleted] = [await scheduled(), await scheduled()];
    await changed(cancelled.offeringId, (current) => cancelSchedule(current, now()));
    await changed(deleted.offeringId, (current) => deleteOffering(current, now()));
    for (const variables of [cancelled, deleted]) expect(await step()(variables)).to.eql({});
    expect(await offeringOf(cancelled)).to.include({ lifecycle_status: 'DRAFT', version: 3 });
  });

  describe('is told to the engine', () => {
    let told: string[];
    let away: boolean;
    const engine: ScheduleEngine = {
      deploy: async () => {},
      start: async ({ scheduleId }) => {
        told.push(`${away ? 'refused' : 'start'} ${scheduleId}`);
        if (away) throw new Error('the engine is away');
      },
      end: async (scheduleId) => told.push(`end ${scheduleId}`) > 0,
    };
    const started = (count: number) => Array.from({ length: count }, () => startScheduleStarter({ database, engine }));
    const toldOf = ({ scheduleId }: ScheduleVariables) =>
      told.filter((word) => word.endsWith(scheduleId)).map((word) => word.split(' ')[0]);

    beforeEach(async () => {
      told = [];
      away = false;
      await database.query(sql.type(row())`delete from schedules`);
    });

    async function whileStarting(act: (wake: () => void) => Promise<void>, replicas = 1): Promise<void> {
      const starters = started(replicas);
      try {
        await act(() => starters.forEach((starter) => starter.wake()));
      } finally {
        await Promise.all(starters.map((starter) => starter.stop()));
      }
    }

    it('once, by whichever replica', async () => {
      const variables = await scheduled();
      const another = await scheduled();
      await whileStarting(async () => {
        await eventually(() => expect(told).to.have.length(2));
        await changed(another.offeringId, (current) => cancelSchedule(current, now()));
        await eventually(() => expect(toldOf(another)).to.eql(['start', 'end']));
      }, 2);
      expect(toldOf(variables)).to.eql(['start']);
    });

    it('that it holds no more, after which nobody remembers it', async () => {
      const variables = await scheduled();
      await changed(variables.offeringId, (current) => cancelSchedule(current, now()));
      await whileStarting(async () => {
        await eventually(async () => expect(await rowsOf(variables)).to.equal(0));
      });
      expect(toldOf(variables)).to.eql(['end']);
    });

    it('later, when the engine is away', async () => {
      away = true;
      const variables = await scheduled();
      await whileStarting(async () => {
        await eventually(() => expect(toldOf(variables)).to.include('refused'));
        away = false;
        await eventually(() => expect(toldOf(variables)).to.include('start'));
      });
    });

    it('again, when it is overdue', async () => {
      const variables = await scheduled();
      await whileStarting(async (wake) => {
        await eventually(() => expect(toldOf(variables)).to.eql(['start']));
        await lookAgain(variables);
        await eventually(() => {
          wake();
          expect(toldOf(variables)).to.eql(['start', 'start']);
        });
      });
    });
  });
});

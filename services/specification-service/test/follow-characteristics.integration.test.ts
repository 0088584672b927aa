import type { Characteristic, Specification } from '@catalog/contracts';
import { connect, type Database, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aCharacteristic } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { followCharacteristics } from '../src/follow-characteristics.ts';
import { characteristicReplicas } from '../src/characteristic-replicas.ts';
import { handlers } from '../src/handlers.ts';
import { loseCharacteristic } from '../src/rules/index.ts';
import { idsListing, specifications } from '../src/specifications.ts';
import { aCharacteristicEvent } from './characteristic-events.ts';
import { anInput } from './specification-examples.ts';

const admin = { subject: 'a', username: 'a', role: 'ADMIN' as const };
const now = () => '2026-02-01T00:00:00.000Z';

describe('When a characteristic is deleted', () => {
  let testDatabase: TestDatabase, database: Database & { end(): Promise<void> };

  before(async () => {
    testDatabase = await createTestDatabase();
    database = await connect(testDatabase.url);
    await migrate(database, new URL('../migrations/', import.meta.url));
  });

  after(async () => {
    await database.end();
    await testDatabase.drop();
  });

  const follow = (event: ReturnType<typeof aCharacteristicEvent>) => followCharacteristics({ database, now })(event);
  const deletionOf = (characteristic: Characteristic) => aCharacteristicEvent('CharacteristicDeleted', { ...characteristic, version: 9 });
  const operations = (on: Database = database) => handlers({ database: on, now, learnOfCharacteristics: async () => {} });
  const request = {
    path: '/',
    query: undefined,
    authorization: undefined,
    preconditions: undefined,
    idempotency: undefined,
    clientAddress: '127.0.0.1',
    caller: admin,
  };
  const inputWith = (...listed: Characteristic[]) => anInput({ name: randomUUID(), characteristic_ids: listed.map(({ id }) => id) });
  const create = async (...listed: Characteristic[]) => {
    const body = inputWith(...listed);
    return (await operations().createSpecification({ ...request, params: undefined, body })).body;
  };
  const replace = async (id: string, body: ReturnType<typeof anInput>) =>
    (await operations().replaceSpecification({ ...request, params: { id }, body })).body;

  async function aKnownCharacteristic(): Promise<Characteristic> {
    const characteristic = aCharacteristic();
    await follow(aCharacteristicEvent('CharacteristicCreated', characteristic));
    return characteristic;
  }

  const eventsAbout = async ({ id }: { id: string }) => {
    const events = await database.any(sql.type(row<{ type: string; state: Specification }>())`
      select payload ->> 'event_type' as type, payload -> 'payload' as state from outbox where aggregate_id = ${id} order by seq`);
    return events.map(({ type, state }) => `${type} ${state.version}${state.invalid ? ' invalid' : ''}`);
  };

  const somethingWaits = () =>
    eventually(async () => {
      expect(
        await database.oneFirst(sql.type(row<{ count: number }>())`
      select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
      ).to.be.at.least(1);
    });

  /** A transaction that has done its work, and commits when it is told to. */
  async function heldOpen<T>(work: (tx: Database) => Promise<T>): Promise<{ result: T; commit(): Promise<void> }> {
    const [done, toldToCommit] = [Promise.withResolvers<T>(), Promise.withResolvers<void>()];
    const ended = database.transaction(async (tx) => {
      done.resolve(await work(tx));
      await toldToCommit.promise;
    });
    ended.catch(done.reject);
    const result = await done.promise;
    return {
      result,
      commit: () => {
        toldToCommit.resolve();
        return ended;
      },
    };
  }

  it('every specification that lists it becomes invalid, once, however often the event comes', async () => {
    const [gone, left] = [await aKnownCharacteristic(), await aKnownCharacteristic()];
    const [listing, alsoListing, other] = [await create(gone, left), await create(left, gone), await create(left)];
    await follow(deletionOf(gone));
    await follow(deletionOf(gone));
    for (const { id } of [listing, alsoListing]) {
      expect(await specifications(database, admin).get(id)).to.deep.include({ invalid: true, version: 2, updated_at: now() });
      expect(await eventsAbout({ id })).to.eql(['SpecificationCreated 1', 'SpecificationUpdated 2 invalid']);
    }
    expect(await specifications(database, admin).get(other.id)).to.deep.include({ invalid: false, version: 1 });
    const shown = await operations().getSpecification({ ...request, params: { id: listing.id }, body: undefined });
    expect(shown.body.characteristic_ids).to.eql([gone.id, left.id]);
    expect(shown.body.characteristics.map(({ id }) => id)).to.eql([left.id]);
  });

  it('a specification that lists others instead is valid again, and stays so when the event comes once more', async () => {
    const [gone, left] = [await aKnownCharacteristic(), await aKnownCharacteristic()];
    const { id } = await create(gone);
    await follow(deletionOf(gone));
    const error: unknown = await replace(id, inputWith(gone, left)).catch((reason: unknown) => reason);
    expect(error).to.deep.include({ code: 'INVALID_REFERENCE', details: { field: 'characteristic_ids', invalid_ids: [gone.id] } });
    expect(await replace(id, inputWith(left))).to.deep.include({ invalid: false, version: 3 });
    await follow(deletionOf(gone));
    expect(await eventsAbout({ id })).to.eql(['SpecificationCreated 1', 'SpecificationUpdated 2 invalid', 'SpecificationUpdated 3']);
  });

  it('a change that arrives late does not bring it back', async () => {
    const gone = await aKnownCharacteristic();
    await follow(deletionOf(gone));
    await follow(aCharacteristicEvent('CharacteristicUpdated', { ...gone, version: 8 }));
    expect(await create(gone).catch((reason: unknown) => reason)).to.have.property('code', 'INVALID_REFERENCE');
  });

  it('the rest is marked by the repeated event when marking failed half-way', async () => {
    const gone = await aKnownCharacteristic();
    const [marked, unmarked] = [await create(gone), await create(gone)];
    await characteristicReplicas(database).apply(deletionOf(gone));
    await specifications(database, admin).changeAll(sql.fragment`id = ${marked.id}`, (current) =>
      loseCharacteristic(current, gone.id, now()),
    );
    await follow(deletionOf(gone));
    for (const { id } of [marked, unmarked])
      expect(await specifications(database, admin).get(id)).to.include({ invalid: true, version: 2 });
  });

  it('the deletion waits for a specification that is just being created, and marks it', async () => {
    const gone = await aKnownCharacteristic();
    const { result, commit } = await heldOpen((tx) =>
      operations(tx).createSpecification({ ...request, params: undefined, body: inputWith(gone) }),
    );
    const deletion = follow(deletionOf(gone));
    await somethingWaits();
    await commit();
    await deletion;
    expect(await specifications(database, admin).get(result.body.id)).to.include({ invalid: true, version: 2 });
  });

  it('a specification that is created meanwhile waits for the deletion, and is refused', async () => {
    const gone = await aKnownCharacteristic();
    const { commit } = await heldOpen((tx) => characteristicReplicas(tx).apply(deletionOf(gone)));
    const creation = create(gone).catch((reason: unknown) => reason);
    await somethingWaits();
    await commit();
    expect(await creation).to.deep.include({ code: 'INVALID_REFERENCE', details: { field: 'characteristic_ids', invalid_ids: [gone.id] } });
  });

  it('no valid specification lists it afterwards, whatever was created and changed at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [gone, left] = [await aKnownCharacteristic(), await aKnownCharacteristic()];
      const earlier = await Promise.all([create(left), create(gone), create(left, gone)]);
      const attempts = [
        ...Array.from({ length: 4 }, () => create(gone, left)),
        ...earlier.map(({ id }) => replace(id, inputWith(left, gone))),
        follow(deletionOf(gone)),
        ...Array.from({ length: 4 }, () => create(left, gone)),
      ];
      for (const outcome of await Promise.allSettled(attempts)) {
        if (outcome.status === 'rejected') expect(outcome.reason).to.have.property('code', 'INVALID_REFERENCE');
      }
      const listing = await specifications(database, admin).find(await idsListing(database, gone.id));
      expect(
        listing.filter(({ invalid }) => !invalid),
        `round ${round}`,
      ).to.eql([]);
    }
  });
});

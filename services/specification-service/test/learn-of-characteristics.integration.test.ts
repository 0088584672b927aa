import { type Characteristic, Rejection } from '@catalog/contracts';
import type { ServiceClient } from '@catalog/http/client';
import { connect, type Database, migrate } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aCharacteristic } from '../../../test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { characteristicReplicas } from '../src/characteristic-replicas.ts';
import { learnOfCharacteristics } from '../src/learn-of-characteristics.ts';
import { aCharacteristicEvent } from './characteristic-events.ts';

describe('Learning of characteristics', () => {
  let testDatabase: TestDatabase, database: Database & { end(): Promise<void> };
  let existing: Characteristic[], asked: { path: string; authorization: string | undefined }[];

  const client: ServiceClient = {
    async get(path, { authorization }) {
      asked.push({ path, authorization });
      const ids = new URL(path, 'http://characteristics').searchParams.getAll('id');
      return { status: 200, body: { items: existing.filter(({ id }) => ids.includes(id)) } };
    },
    post: async () => ({ status: 404, body: undefined }),
    ready: async () => {},
    close: async () => {},
  };
  const learn = (ids: string[]) => learnOfCharacteristics(database, client)(ids, 'Bearer of-the-caller');
  const known = async (ids: string[]) => (await characteristicReplicas(database).find(ids)).map(({ id }) => id);

  before(async () => {
    testDatabase = await createTestDatabase();
    database = await connect(testDatabase.url);
    await migrate(database, new URL('../migrations/', import.meta.url));
  });

  after(async () => {
    await database.end();
    await testDatabase.drop();
  });

  beforeEach(() => ([existing, asked] = [[], []]));

  it("asks once for all it has not heard of, with the caller's token, and remembers", async () => {
    existing = [aCharacteristic(), aCharacteristic()];
    const ids = existing.map(({ id }) => id);
    await learn(ids);
    await learn(ids);
    expect(asked).to.have.lengthOf(1);
    expect(asked[0]).to.eql({
      path: `/api/v1/characteristics?id=${ids.join('&id=')}&page_size=100`,
      authorization: 'Bearer of-the-caller',
    });
    expect(await known(ids)).to.have.members(ids);
  });

  it('does not ask about what events have told', async () => {
    const told = aCharacteristic();
    await characteristicReplicas(database).apply(aCharacteristicEvent('CharacteristicCreated', told));
    await learn([told.id]);
    expect(asked).to.eql([]);
  });

  it('neither asks for nor believes in what was deleted', async () => {
    const deleted = aCharacteristic();
    await characteristicReplicas(database).apply(aCharacteristicEvent('CharacteristicDeleted', { ...deleted, version: 2 }));
    existing = [deleted];
    await learn([deleted.id]);
    expect(asked).to.eql([]);
    expect(await known([deleted.id])).to.eql([]);
  });

  it('does not revive what is deleted while it asks', async () => {
    const characteristic = aCharacteristic();
    const deletedMeanwhile: ServiceClient = {
      ...client,
      async get() {
        await characteristicReplicas(database).apply(aCharacteristicEvent('CharacteristicDeleted', { ...characteristic, version: 2 }));
        return { status: 200, body: { items: [characteristic] } };
      },
    };
    await learnOfCharacteristics(database, deletedMeanwhile)([characteristic.id], undefined);
    expect(await known([characteristic.id])).to.eql([]);
  });

  it('leaves it to the rules to refuse what exists nowhere', async () => {
    const nowhere = randomUUID();
    await learn([nowhere]);
    expect(await known([nowhere])).to.eql([]);
  });

  it('refuses when it gets no list', async () => {
    const refusing: ServiceClient = { ...client, get: async () => ({ status: 403, body: { error: {} } }) };
    const error: unknown = await learnOfCharacteristics(database, refusing)([randomUUID()], undefined).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Rejection).with.property('code', 'SERVICE_UNAVAILABLE');
  });
});

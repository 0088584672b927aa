import { randomUUID } from 'node:crypto';
import { type ErrorCode, Rejection } from '@catalog/contracts';
import { connect, type Database, idempotently, idempotentlyAfter, migrate, type Reply, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';

describe('idempotent requests', () => {
  let own: TestDatabase;
  let database: Awaited<ReturnType<typeof connect>>;

  before(async () => {
    own = await createTestDatabase();
    database = await connect(own.url);
    await migrate(database);
    await database.query(sql.unsafe`create table effects (id uuid primary key)`);
  });

  after(async () => {
    await database.end();
    await own.drop();
  });

  beforeEach(() => database.query(sql.unsafe`delete from effects`));

  const aClaim = (fingerprint = 'body') => ({ scope: 'alice POST /prices', key: randomUUID() as string, fingerprint });
  const effects = () => database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from effects`);
  const create = async (tx: Database): Promise<Reply> => {
    const id = randomUUID();
    await tx.query(sql.type(row())`insert into effects (id) values (${id})`);
    return { status: 201, body: { zebra: 1, id, apple: [24.9] }, headers: { Location: `/effects/${id}` } };
  };
  const refusing =
    (code: ErrorCode) =>
    async (tx: Database): Promise<Reply> => {
      await create(tx);
      throw new Rejection(code, 'because', { field: 'name', ids: ['1'] });
    };
  const expectRejection = async (work: Promise<unknown>): Promise<Rejection> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Rejection);
    return error as Rejection;
  };

  it('do the work once and answer the repetition alike, marked as a replay', async () => {
    const claim = aClaim();
    const first = await idempotently(database, claim, create);
    const second = await idempotently(database, claim, create);
    expect(JSON.stringify(second.body)).to.equal(JSON.stringify(first.body));
    expect(second).to.deep.equal({ ...first, headers: { ...first.headers, 'Idempotent-Replayed': 'true' } });
    expect(first.headers).to.not.have.property('Idempotent-Replayed');
    expect(await effects()).to.equal(1);
  });

  it('without a key are done each time', async () => {
    await idempotently(database, undefined, create);
    await idempotently(database, undefined, create);
    expect(await effects()).to.equal(2);
  });

  it('with the key of another request are refused', async () => {
    const claim = aClaim();
    await idempotently(database, claim, create);
    expect((await expectRejection(idempotently(database, { ...claim, fingerprint: 'other' }, create))).code).to.equal(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('may use the same key in another scope', async () => {
    const claim = aClaim();
    await idempotently(database, claim, create);
    await idempotently(database, { ...claim, scope: 'bob POST /prices' }, create);
    expect(await effects()).to.equal(2);
  });

  it('are told that the first one is still in flight, without waiting for it', async () => {
    const claim = aClaim();
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = idempotently(database, claim, async (tx) => {
      begun.resolve();
      await goOn.promise;
      return create(tx);
    });
    await begun.promise;
    expect((await expectRejection(idempotently(database, claim, create))).code).to.equal('IDEMPOTENCY_KEY_IN_FLIGHT');
    goOn.resolve();
    await first;
    expect((await idempotently(database, claim, create)).status).to.equal(201);
    expect(await effects()).to.equal(1);
  });

  it('in a crowd with one key do the work once', async () => {
    const claim = aClaim();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => idempotently(database, claim, create)));
    const codes = results.map((result) => (result.status === 'fulfilled' ? result.value.status : (result.reason as Rejection).code));
    expect(codes).to.include(201);
    expect(codes.every((code) => code === 201 || code === 'IDEMPOTENCY_KEY_IN_FLIGHT')).to.equal(true);
    expect(await effects()).to.equal(1);
  });

  it('get a refusal again, with its details, and leave nothing of what was written before it', async () => {
    const claim = aClaim();
    await expectRejection(idempotently(database, claim, refusing('NAME_TAKEN')));
    const again = await expectRejection(idempotently(database, claim, create));
    expect(again).to.deep.include({ code: 'NAME_TAKEN', message: 'because', details: { field: 'name', ids: ['1'] } });
    expect(await effects()).to.equal(0);
  });

  for (const code of ['SERVICE_UNAVAILABLE', 'INTERNAL_ERROR', 'UPSTREAM_TIMEOUT'] as const) {
    it(`are done after all when the first one failed with ${code}`, async () => {
      const claim = aClaim();
      await expectRejection(idempotently(database, claim, refusing(code)));
      expect((await idempotently(database, claim, create)).headers).to.not.have.property('Idempotent-Replayed');
      expect(await effects()).to.equal(1);
    });
  }

  it('are done after all when the first one crashed', async () => {
    const claim = aClaim();
    const crash = idempotently(database, claim, async (tx) => {
      await create(tx);
      throw new TypeError('a bug');
    });
    expect(await crash.catch((error: unknown) => error)).to.be.instanceOf(TypeError);
    await idempotently(database, claim, create);
    expect(await effects()).to.equal(1);
  });

  it('are forgotten after a day', async () => {
    const claim = aClaim();
    await idempotently(database, claim, create);
    await database.query(sql.type(row())`update idempotency_keys set created_at = now() - interval '25 hours' where key = ${claim.key}`);
    expect((await idempotently(database, { ...claim, fingerprint: 'other' }, create)).status).to.equal(201);
    expect((await idempotently(database, { ...claim, fingerprint: 'other' }, create)).headers).to.have.property('Idempotent-Replayed');
    expect(await effects()).to.equal(2);
  });

  describe('that ask others first', () => {
    let asked: number;
    const learn = async () => {
      asked += 1;
    };
    const unanswered = (code: ErrorCode) => async () => {
      asked += 1;
      throw new Rejection(code, 'because', { field: 'name' });
    };

    beforeEach(() => {
      asked = 0;
    });

    it('ask once, with no transaction open, and not for a repetition', async () => {
      const claim = aClaim();
      const first = await idempotentlyAfter(database, claim, { learn, work: create });
      const again = await idempotentlyAfter(database, claim, { learn, work: create });
      expect([asked, again.body]).to.eql([1, first.body]);
      expect(again.headers).to.have.property('Idempotent-Replayed');
      expect(
        (await expectRejection(idempotentlyAfter(database, { ...claim, fingerprint: 'other' }, { learn, work: create }))).code,
      ).to.equal('IDEMPOTENCY_KEY_REUSED');
      expect([asked, await effects()]).to.eql([1, 1]);
    });

    it('get a refusal again that came of the asking', async () => {
      const claim = aClaim();
      await expectRejection(idempotentlyAfter(database, claim, { learn: unanswered('NOT_FOUND'), work: create }));
      expect(await expectRejection(idempotentlyAfter(database, claim, { learn, work: create }))).to.deep.include({
        code: 'NOT_FOUND',
        details: { field: 'name' },
      });
      expect([asked, await effects()]).to.eql([1, 0]);
    });

    it('ask again when nobody answered', async () => {
      const claim = aClaim();
      await expectRejection(idempotentlyAfter(database, claim, { learn: unanswered('SERVICE_UNAVAILABLE'), work: create }));
      expect((await idempotentlyAfter(database, claim, { learn, work: create })).status).to.equal(201);
      expect([asked, await effects()]).to.eql([2, 1]);
    });

    it('do the work once in a crowd that asks all at once', async () => {
      const claim = aClaim();
      const everybodyAsks = Promise.withResolvers<void>();
      const together = async () => {
        asked += 1;
        if (asked === 5) everybodyAsks.resolve();
        await everybodyAsks.promise;
      };
      const results = await Promise.allSettled(
        Array.from({ length: 5 }, () => idempotentlyAfter(database, claim, { learn: together, work: create })),
      );
      const codes = results.map((result) => (result.status === 'fulfilled' ? result.value.status : (result.reason as Rejection).code));
      expect(codes).to.include(201);
      expect(codes.every((code) => code === 201 || code === 'IDEMPOTENCY_KEY_IN_FLIGHT')).to.equal(true);
      expect(await effects()).to.equal(1);
    });
  });
});

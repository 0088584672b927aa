import { type Actor, type Price, type PriceEvent, Rejection } from '@catalog/contracts';
import {
  aggregate,
  type Change,
  connect,
  type Database,
  type Decision,
  idempotently,
  type ListQuery,
  migrate,
  row,
  sql,
} from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aPrice } from '../../../test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { statementsOf } from './statements.ts';

type Query = ListQuery & { sort: 'name' | '-name' | 'value' | '-value' | 'unit'; currency?: string };

describe('An aggregate', () => {
  let own: TestDatabase, database: Database & { end(): Promise<void> };
  const admin: Actor = { subject: 'admin-1', username: 'admin', role: 'ADMIN' };
  const followed: Change<Price>[] = [];
  let follow = async (change: Change<Price>, _tx: Database): Promise<unknown> => followed.push(change);

  const prices = aggregate<Price, PriceEvent, Query>({
    name: 'price',
    table: 'prices',
    columns: {
      name: 'varchar',
      value: 'numeric',
      unit: 'varchar',
      currency: 'varchar',
      charge: 'jsonb',
      reduced: 'jsonb',
      locked: 'generated',
      locked_by_saga_ids: 'uuid[]',
    },
    orderings: { unit: sql.fragment`length(unit)` },
    filters: ({ currency }) => [currency && sql.fragment`currency = ${currency}`],
    unique: { prices_name_unique: ({ name }) => new Rejection('NAME_TAKEN', `There is already ${name}`) },
    statusOf: ({ locked }) => (locked ? 'LOCKED' : 'UNLOCKED'),
    afterEach: (change, tx) => follow(change, tx),
  });

  before(async () => {
    own = await createTestDatabase();
    database = await connect(own.url);
    await migrate(database);
    await database.query(sql.unsafe`create table prices (
      id uuid primary key, name varchar not null, value numeric not null, unit varchar not null, currency varchar not null, charge jsonb,
      reduced jsonb,
      locked boolean not null generated always as (cardinality(locked_by_saga_ids) > 0) stored, locked_by_saga_ids uuid[] not null,
      version integer not null, created_at timestamptz not null, updated_at timestamptz not null
    )`);
    await database.query(sql.unsafe`create unique index prices_name_unique on prices (lower(name))`);
  });

  after(async () => {
    await database.end();
    await own.drop();
  });

  beforeEach(() => {
    followed.length = 0;
    follow = async (change) => followed.push(change);
  });

  const stored = (state: Price, event: PriceEvent = 'PriceUpdated'): Decision<Price, PriceEvent> => ({ kind: 'stored', state, event });
  const raised = (current: Price) => stored({ ...current, value: current.value + 1, version: current.version + 1 });
  const deleted = (current: Price): Decision<Price, PriceEvent> => ({
    kind: 'deleted',
    state: { ...current, version: current.version + 1 },
    event: 'PriceDeleted',
  });
  const created = (changes: Partial<Price> = {}) => prices(database, admin).create(stored(aPrice(changes), 'PriceCreated'));
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      ({ code }: { code: string }) => code,
    );
  const eventsOf = ({ id }: Price) =>
    database.anyFirst(sql.type(row<{ event: string }>())`
    select (payload ->> 'event_type') || ' ' || entity_version as event from outbox where aggregate_id = ${id} order by seq`);
  const historyOf = async ({ id }: Price) => (await prices(database, admin).history(id, { page: 1, page_size: 10 })).items;

  it('is stored, changed and deleted, each time with its event and its history', async () => {
    const price = await created({ locked: true, locked_by_saga_ids: [randomUUID()] });
    expect(await prices(database, admin).get(price.id)).to.eql(price);
    const changed = await prices(database, admin).change(price.id, (current) =>
      raised({ ...current, locked: false, locked_by_saga_ids: [] }),
    );
    expect(await prices(database, admin).get(price.id)).to.eql(changed);
    await prices(database, admin).change(price.id, deleted);
    expect(await codeOf(prices(database, admin).get(price.id))).to.equal('NOT_FOUND');
    expect(await eventsOf(price)).to.eql(['PriceCreated 1', 'PriceUpdated 2', 'PriceDeleted 3']);
    expect((await historyOf(price)).map(({ change, from_status, to_status, actor }) => [change, from_status, to_status, actor])).to.eql([
      ['PriceDeleted', 'UNLOCKED', null, admin],
      ['PriceUpdated', 'LOCKED', 'UNLOCKED', admin],
      ['PriceCreated', null, 'LOCKED', admin],
    ]);
  });

  it('is left alone where nothing is decided, or the decision refuses', async () => {
    const price = await created();
    expect(await prices(database, admin).change(price.id, () => undefined)).to.eql(price);
    expect(
      await codeOf(
        prices(database, admin).change(price.id, () => {
          throw new Rejection('IN_USE', 'no');
        }),
      ),
    ).to.equal('IN_USE');
    expect(await codeOf(prices(database, admin).change(randomUUID(), raised))).to.equal('NOT_FOUND');
    expect(await eventsOf(price)).to.eql(['PriceCreated 1']);
  });

  it('is refused in its own words when it breaks a constraint, created or changed', async () => {
    const [one, other] = [await created(), await created()];
    expect(await codeOf(created({ name: one.name.toUpperCase() }))).to.equal('NAME_TAKEN');
    expect(await codeOf(prices(database, admin).change(other.id, (current) => stored({ ...current, name: one.name })))).to.equal(
      'NAME_TAKEN',
    );
  });

  it('has what belongs to each change done in its transaction: all of it is there, or nothing', async () => {
    const price = await created();
    expect(followed).to.eql([{ kind: 'stored', before: undefined, after: price, actor: admin }]);
    follow = async () => {
      throw new Rejection('WRONG_STATE', 'no');
    };
    expect(await codeOf(prices(database, admin).change(price.id, raised))).to.equal('WRONG_STATE');
    expect(await prices(database, admin).get(price.id)).to.eql(price);
    expect([await eventsOf(price), (await historyOf(price)).length]).to.eql([['PriceCreated 1'], 1]);
  });

  it('is changed with others at once, all of them or none', async () => {
    const all = [await created({ unit: 'at once' }), await created({ unit: 'at once' })];
    const atOnce = sql.fragment`unit = ${'at once'}`;
    expect((await prices(database, admin).changeAll(atOnce, raised)).map(({ version }) => version)).to.eql([2, 2]);
    const last = all.map(({ id }) => id).sort()[1];
    const refusal = prices(database, admin).changeAll(atOnce, (current) => {
      if (current.id === last) throw new Rejection('PRICE_LOCKED', 'no');
      return raised(current);
    });
    expect(await codeOf(refusal)).to.equal('PRICE_LOCKED');
    expect((await prices(database, admin).find([...all.map(({ id }) => id), randomUUID()])).map(({ version }) => version)).to.eql([2, 2]);
  });

  it('is listed by what it is asked for, in either direction and by orderings of its own', async () => {
    for (const [name, value, unit] of [
      ['Å', 30, 'per month'],
      ['b', 10, 'once'],
      ['A', 20, 'per hour'],
    ] as const) {
      await created({ name, value, unit, currency: 'TRY' });
    }
    const named = async (sort: Query['sort'], page_size = 10) => {
      const { total, items } = await prices(database, admin).list({ sort, currency: 'TRY', page: 1, page_size });
      return `${items.map(({ name }) => name).join(' ')} of ${total}`;
    };
    expect(await named('name')).to.equal('A Å b of 3');
    expect(await named('-name')).to.equal('b Å A of 3');
    expect(await named('-value', 2)).to.equal('Å A of 3');
    expect(await named('unit')).to.equal('b A Å of 3');
  });

  it('is created by one transaction, with a savepoint only where a refusal has to be remembered', async () => {
    const write = ['insert prices', 'insert outbox', 'insert history'];
    expect(await statementsOf(() => created())).to.eql(['start', ...write, 'commit']);
    const create = async (tx: Database) => ({ status: 201, body: await prices(tx, admin).create(stored(aPrice(), 'PriceCreated')) });
    expect(await statementsOf(() => idempotently(database, undefined, create))).to.eql(['start', ...write, 'commit']);
    const claim = { scope: 'admin POST /prices', key: randomUUID(), fingerprint: 'body' };
    expect(await statementsOf(() => idempotently(database, claim, create))).to.eql([
      'start',
      'select',
      'select idempotency_keys',
      'savepoint',
      ...write,
      'insert idempotency_keys',
      'commit',
    ]);
  });

  it('is changed by one transaction', async () => {
    const price = await created();
    expect(await statementsOf(() => prices(database, admin).change(price.id, raised))).to.eql([
      'start',
      'select prices',
      'update prices',
      'insert outbox',
      'insert history',
      'commit',
    ]);
    expect(await statementsOf(() => prices(database, admin).change(price.id, deleted))).to.eql([
      'start',
      'select prices',
      'delete prices',
      'insert outbox',
      'insert history',
      'commit',
    ]);
  });
});

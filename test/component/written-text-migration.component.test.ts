import { characteristicContentFrom, eventSchemas, type EventType, nameFrom, offeringTextsFrom, priceContentFrom } from '@catalog/contracts';
import { connect, type Database, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Errors } from 'typebox/schema';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

type Texts = Record<string, unknown>;
type Case = {
  table: string;
  event: EventType;
  insert: (id: string, texts: Texts, day: number) => ReturnType<typeof sql.fragment>;
  /** What was stored before there was a rule → what becomes of it, the oldest first. */
  rows: [before: Texts, after: Texts][];
  /** The service's own rule, which takes what was mended as it is. */
  taken: (row: never) => object;
};

const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
const ids = sql.array([randomUUID()], 'uuid');

const cases: Record<string, Case> = {
  'characteristic-service': {
    table: 'characteristics',
    event: 'CharacteristicUpdated',
    insert: (id, { name, attribute, value }, day) => sql.fragment`
      insert into characteristics (id, name, attribute, value, unit_of_measure, version, created_at, updated_at)
      values (${id}, ${name as string}, ${attribute as string}, ${value as string}, 'Unit', 3, ${at(day)}, ${at(day)})`,
    rows: [
      [
        { name: 'Speed  100', attribute: 'Speed  up', value: 'a\tb' },
        { name: 'Speed 100 (2)', attribute: 'Speed up', value: 'a b' },
      ],
      [
        { name: 'Speed 100', attribute: 'Speed', value: '\u200B' },
        { name: 'Speed 100', attribute: 'Speed', value: 'unknown' },
      ],
      [
        { name: 'Speed 200', attribute: 'Speed', value: '200' },
        { name: 'Speed 200', attribute: 'Speed', value: '200' },
      ],
    ],
    taken: (stored) => characteristicContentFrom(stored),
  },
  'specification-service': {
    table: 'specifications',
    event: 'SpecificationUpdated',
    insert: (id, { name }, day) => sql.fragment`
      insert into specifications (id, name, characteristic_ids, invalid, version, created_at, updated_at)
      values (${id}, ${name as string}, ${ids}, false, 3, ${at(day)}, ${at(day)})`,
    rows: [
      [{ name: '\u202E' }, { name: 'Unnamed' }],
      [{ name: '\u200B\u200B' }, { name: 'Unnamed (2)' }],
      [{ name: 'A\u0007B' }, { name: 'AB (2)' }],
      [{ name: 'ab' }, { name: 'ab' }],
      [{ name: `${'x'.repeat(199)}\u00A0` }, { name: 'x'.repeat(199) }],
      [{ name: `${'X'.repeat(198)}\u200BX` }, { name: `${'X'.repeat(196)} (2)` }],
    ],
    taken: ({ name }: { name: string }) => ({ name: nameFrom(name) }),
  },
  'pricing-service': {
    table: 'prices',
    event: 'PriceUpdated',
    insert: (id, { name, unit }, day) => sql.fragment`
      insert into prices (id, name, value, unit, currency, version, created_at, updated_at)
      values (${id}, ${name as string}, 9.99, ${unit as string}, 'USD', 3, ${at(day)}, ${at(day)})`,
    rows: [
      [
        { name: 'NB\u00A010', unit: 'per  month' },
        { name: 'NB 10 (2)', unit: 'per month' },
      ],
      [
        { name: 'NB 10', unit: 'per month' },
        { name: 'NB 10', unit: 'per month' },
      ],
      [
        { name: 'nb\u200910\n', unit: '\u200B' },
        { name: 'nb 10 (3)', unit: 'unknown' },
      ],
      [
        { name: 'NB 10 (4)', unit: 'once' },
        { name: 'NB 10 (4)', unit: 'once' },
      ],
    ],
    taken: (stored) => priceContentFrom(stored),
  },
  'offering-service': {
    table: 'product_offerings',
    event: 'OfferingUpdated',
    insert: (id, { name, external_id, description, sales_channels }, day) => sql.fragment`
      insert into product_offerings (
        id, external_id, name, description, specification_ids, pricing_ids, sales_channels, lifecycle_status, version, created_at, updated_at
      )
      values (${id}, ${external_id as string}, ${name as string}, ${description as string}, ${ids}, ${ids},
        ${sql.array(sales_channels as string[], 'varchar')}, 'PUBLISHED', 3, ${at(day)}, ${at(day)})`,
    rows: [
      [
        {
          name: 'Home\u00A0Fibre',
          external_id: 'XS ',
          description: 'One\r\ntwo\u0007',
          sales_channels: ['on\u00A0line', 'On line', '\u200B'],
        },
        { name: 'Home Fibre', external_id: 'XS (2)', description: 'One\ntwo', sales_channels: ['on line'] },
      ],
      [
        { name: 'Home Fibre', external_id: 'XS', description: null, sales_channels: ['retail'] },
        { name: 'Home Fibre', external_id: 'XS', description: null, sales_channels: ['retail'] },
      ],
      [
        { name: 'Family 👩‍👩‍👧', external_id: null, description: '', sales_channels: [] },
        { name: 'Family 👩‍👩‍👧', external_id: null, description: null, sales_channels: [] },
      ],
    ],
    taken: (stored) => offeringTextsFrom(stored),
  },
};

describe('Text of before there was a rule of it', function () {
  let own: TestDatabase, database: Database & { end(): Promise<void> }, before: string;

  beforeEach(async () => {
    own = await createTestDatabase();
    database = await connect(own.url);
    before = await mkdtemp(join(tmpdir(), 'migrations-'));
  });
  afterEach(async () => {
    await database.end();
    await own.drop();
    await rm(before, { recursive: true });
  });

  type Told = { entity_version: number; payload: Texts };
  const told = () => database.any(sql.type(row<Told>())`select entity_version, payload from outbox order by seq`);

  for (const [service, { table, event, insert, rows, taken }] of Object.entries(cases)) {
    it(`is mended where ${service} has it, and everybody is told`, async () => {
      const folder = fileURLToPath(new URL(`../../services/${service}/migrations/`, import.meta.url));
      const names = (await readdir(folder)).sort();
      for (const name of names.slice(
        0,
        names.findIndex((one) => one.includes('written-text')),
      ))
        await cp(join(folder, name), join(before, name));
      await migrate(database, before);
      const known = rows.map(([texts, wanted], index) => ({ id: randomUUID(), texts, wanted, day: index + 1 }));
      for (const { id, texts, day } of known) await database.query(sql.type(row())`${insert(id, texts, day)}`);

      await migrate(database, folder);
      await migrate(database, folder);

      const stored = await database.any(sql.type(row<Texts>())`select * from ${sql.identifier([table])} order by created_at`);
      const changed = known.filter(({ texts, wanted }) => JSON.stringify(texts) !== JSON.stringify(wanted));
      for (const [index, { id, wanted }] of known.entries()) {
        expect(stored[index]).to.deep.include({ id, ...wanted, version: changed.some((one) => one.id === id) ? 4 : 3 });
        expect(stored[index]).to.deep.include(taken(stored[index] as never));
      }
      const events = await told();
      expect(events.map(({ entity_version, payload }) => [entity_version, (payload['payload'] as Texts)['id']])).to.eql(
        changed.map(({ id }) => [4, id]),
      );
      for (const { payload } of events) {
        expect(payload['event_type']).to.equal(event);
        expect(Errors(eventSchemas[event], payload)[1], JSON.stringify(payload)).to.eql([]);
        const { id, ...texts } = payload['payload'] as Texts;
        expect(texts).to.deep.include(known.find((one) => one.id === id)!.wanted);
      }
      const history = await database.anyFirst(sql.type(row<{ entity_id: string }>())`select entity_id from history order by entity_id`);
      expect(history).to.eql(['prices', 'product_offerings'].includes(table) ? changed.map(({ id }) => id).sort() : []);
    });
  }
});

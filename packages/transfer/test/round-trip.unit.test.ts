import {
  categoryContentFrom,
  characteristicContentFrom,
  type Charge,
  type Currency,
  foldedLine,
  lineKey,
  nameFrom,
  offeringTextsFrom,
  type PriceChange,
  priceContentFrom,
} from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { csvOf } from '../src/file/csv-of.ts';
import { importRows } from '../src/import/import-rows.ts';
import { dryRun } from '../src/import/import-target.ts';
import { readRows } from '../src/file/read-rows.ts';
import type { Row } from '../src/row.ts';
import type { RowResult } from '../src/import/row-result.ts';
import { withCalendar } from '../src/with-calendars.ts';
import { rowsOf } from '../src/rows-of.ts';
import type { Thing, Things } from '../src/things.ts';

const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.stringMatching(/^['"=+\-@ ,;\t\r\n\u00A0\uFF1D0-9.a]{1,8}$/),
  fc.constantFrom('İ', 'e\u0301', '=1+1', "'=", '-5', 'NB\u00A010'),
);
const name = text.filter((raw) => isTaken(() => nameFrom(raw)));
const plain = fc.stringMatching(/^[a-zA-ZçÇ0-9 ()\-/._+]{1,12}$/).filter((raw) => foldedLine(raw) !== '');

const charge = fc.constantFrom<Charge | null>(
  null,
  { type: 'one-time', per: 'SIM' },
  { type: 'usage', per: '+ GB' },
  { type: 'recurring', every: { count: 28, unit: 'day' }, per: 'A & B', for_months: 24 },
);

const due = { at: '2099-01-01T00:00:00.000Z', value: 5, valid_until: null, status: 'DUE' } as const;
const running = { at: '2020-01-01T00:00:00.000Z', value: 0, valid_until: '2098-01-01T00:00:00.000Z', status: 'RUNNING' } as const;

const catalog = fc
  .record({
    characteristics: fc.uniqueArray(fc.record({ name: plain, value: name }), {
      selector: (one) => lineKey(one.name),
      minLength: 1,
      maxLength: 4,
    }),
    prices: fc
      .uniqueArray(
        fc.record({
          name,
          cents: fc.integer({ min: 1, max: 9_999_999_999 }),
          unit: fc.oneof(name, fc.constant('per month')),
          charge,
          currency: fc.constantFrom<Currency>('USD', 'EUR', 'TRY'),
          changes: fc.constantFrom<Partial<PriceChange>[]>([], [due], [running], [running, due]),
        }),
        {
          selector: (one) => lineKey(one.name),
          minLength: 1,
          maxLength: 4,
        },
      )
      .filter((prices) => prices.every(({ cents: value, changes: _, ...one }) => isTaken(() => priceContentFrom({ ...one, value })))),
    categories: fc.uniqueArray(
      fc.record({ name, in: fc.nat(), sort_order: fc.nat(1_000_000), description: fc.option(name), external_id: fc.option(name) }),
      { selector: (one) => lineKey(one.name), maxLength: 6 },
    ),
    specifications: fc.uniqueArray(name, { selector: lineKey, minLength: 1, maxLength: 3 }),
    offerings: fc
      .uniqueArray(
        fc.record({ name, external_id: fc.option(name), description: fc.option(text), sales_channels: fc.array(name, { maxLength: 3 }) }),
        {
          selector: (one) => (one.external_id === null ? `name ${lineKey(one.name)}` : `id ${foldedLine(one.external_id)}`),
          maxLength: 4,
        },
      )
      .filter((offerings) => offerings.every((one) => isTaken(() => offeringTextsFrom(one)))),
  })
  .map((given): Things => {
    const characteristic = given.characteristics.map((one) => thing(characteristicContentFrom({ ...one, unit_of_measure: 'None' })));
    const price = given.prices.map(({ cents, changes, ...one }) => {
      const price = thing(priceContentFrom({ ...one, value: cents / 100 }));
      return withCalendar(
        price,
        changes.map((change) => ({ ...change, previous_value: cents / 100 }) as PriceChange),
      );
    });
    const specification = given.specifications.map((one) => thing({ name: nameFrom(one), characteristic_ids: ids(characteristic) }));
    const category: Thing[] = [];
    const marks = new Set<string | null>([null]);
    for (const { in: at, external_id: mark, ...one } of given.categories) {
      const parent_id = category[at % (category.length + 1)]?.id ?? null;
      const external_id = mark !== null && !marks.has(foldedLine(mark)) ? mark : null;
      marks.add(external_id && foldedLine(external_id));
      category.push(thing(categoryContentFrom({ ...one, parent_id, external_id })));
    }
    const offering = given.offerings.map((one) =>
      thing({
        ...offeringTextsFrom(one),
        specification_ids: ids(specification),
        pricing_ids: ids(price),
        category_ids: ids(category),
        lifecycle_status: 'DRAFT',
        scheduled: null,
      }),
    );
    return { characteristic, price, specification, category, offering };
  });

let count = 0;
const thing = (content: { name: string; [field: string]: unknown }): Thing => ({ id: String((count += 1)), version: 1, ...content });
const ids = (things: Thing[]): string[] => things.map(({ id }) => id);

function isTaken(rule: () => unknown): boolean {
  try {
    rule();
    return true;
  } catch {
    return false;
  }
}

async function imported(file: string, format: 'ndjson' | 'csv', things: Things): Promise<RowResult[]> {
  const results: RowResult[] = [];
  await importRows({
    entries: readRows(file, format),
    things,
    target: dryRun,
    publish: true,
    report: (result) => {
      results.push(result);
    },
  });
  return results;
}

describe('an export', () => {
  it('changes nothing where it came from, whatever its texts are', async () => {
    await fc.assert(
      fc.asyncProperty(catalog, async (things) => {
        const { rows, warnings } = rowsOf(things);
        expect(warnings).to.eql([]);
        const files: (readonly [string, 'ndjson' | 'csv', Row[]])[] = [
          [rows.map((row) => JSON.stringify(row)).join('\n'), 'ndjson', rows],
          [csvOf('characteristics', rows).replaceAll('\n', '\r\n'), 'csv', rows.filter(({ kind }) => kind === 'characteristic')],
          [csvOf('prices', rows), 'csv', rows.filter(({ kind }) => kind === 'price')],
          ...(things.category.length > 0
            ? [[csvOf('categories', rows), 'csv', rows.filter(({ kind }) => kind === 'category')] as const]
            : []),
        ];
        for (const [file, format, wanted] of files) {
          const results = await imported(file, format, things);
          expect(
            results.filter(({ status }) => status !== 'unchanged'),
            file,
          ).to.eql([]);
          expect(results.map((one) => one.name).sort()).to.eql(wanted.map((one) => one.name).sort());
        }
      }),
      { numRuns: 200 },
    );
  });
});

import { type Charge, chargeFrom, lineFrom, linesFrom, periodUnits } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { parseAmount, amountText } from '../src/catalog/editor/amounts.ts';
import type { EditableKind } from '../src/catalog/kinds.ts';
import { fieldsOf, inputFrom } from '../src/catalog/editor/inputs.ts';
import { languages } from '../src/text/languages.ts';

describe('An amount that somebody wrote', () => {
  it('is one where it can mean one amount only', () => {
    const amounts: [string, number | undefined][] = [
      ['24.99', 24.99],
      ['24,99', 24.99],
      ['1500', 1500],
      ['1500,5', 1500.5],
      ['0.10', 0.1],
      ['007', 7],
      ['99999999.99', 99_999_999.99],
      ['1,500', undefined],
      ['1.500', undefined],
      ['1,500.00', undefined],
      ['1.500,00', undefined],
      ['1 500', undefined],
      ['1\u00a0500', undefined],
      ['1’500', undefined],
      ['1,', undefined],
      ['.5', undefined],
      ['1..5', undefined],
      ['1e3', undefined],
      ['0x10', undefined],
      ['-1', undefined],
      ['+1', undefined],
      ['Infinity', undefined],
      ['NaN', undefined],
      ['', undefined],
      ['٣', undefined],
      ['5 €', undefined],
      ['9'.repeat(400), undefined],
    ];
    for (const [text, amount] of amounts) expect(parseAmount(text), text).to.equal(amount);
  });

  it('is the one that a form shows, in whatever language', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), fc.constantFrom(...languages), (cents, language) => {
        expect(parseAmount(amountText(cents / 100, language))).to.equal(cents / 100);
      }),
    );
  });

  it('is never one where thousands are set apart, as any language does it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 9_999_999_999 }),
        fc.constantFrom('en-US', 'tr-TR', 'de-CH', 'fr-FR', 'en-IN'),
        (cents, locale) => {
          const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits: 2, useGrouping: 'always' }).format(
            cents / 100,
          );
          expect(parseAmount(text), text).to.equal(undefined);
        },
      ),
    );
  });
});

describe('A form that is opened and sent as it is', () => {
  /** What the API stores of any text; undefined for what it refuses. */
  const stored = <T>(rule: () => T): T | undefined => {
    try {
      return rule();
    } catch {
      return undefined;
    }
  };
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc
      .array(fc.constantFrom('Bayi, Ankara', '"', ' ', '\n', '\r\n', '\r', '\t', ',', '<', '&amp;', 'İ'), { maxLength: 6 })
      .map((parts) => parts.join('')),
  );
  const line = text.map((raw) => stored(() => lineFrom(raw, { field: 'name', longest: 200 }))).filter((one) => one !== undefined);
  const description = text
    .map((raw) => stored(() => linesFrom(raw, { field: 'description', longest: 5000 })))
    .filter((one) => one !== undefined);
  const ids = fc.array(fc.uuid(), { maxLength: 3 });
  const [every, per] = [fc.record({ count: fc.integer({ min: 1, max: 366 }), unit: fc.constantFrom(...periodUnits) }), fc.constant('SIM')];
  const for_months = fc.integer({ min: 1, max: 120 });
  const charges = fc
    .oneof(
      fc.record({ type: fc.constant('one-time' as const), per }, { requiredKeys: ['type'] }),
      fc.record({ type: fc.constant('recurring' as const), every, per, for_months }, { requiredKeys: ['type', 'every'] }),
      fc.record({ type: fc.constant('usage' as const), per }),
      fc.constant(null),
    )
    .map((charge) => charge && chargeFrom(charge));
  const things = {
    characteristics: fc.record({
      name: line,
      attribute: line,
      value: line,
      unit_of_measure: fc.constantFrom('Mbps' as const, 'None' as const),
    }),
    specifications: fc.record({ name: line, characteristic_ids: ids }),
    prices: fc.record({
      name: line,
      value: fc.integer({ min: 1, max: 9_999_999_999 }).map((cents) => cents / 100),
      currency: fc.constantFrom('USD' as const, 'TRY' as const),
      unit: line,
      charge: charges,
    }),
    categories: fc.record({
      name: line,
      parent_id: fc.option(fc.uuid()),
      sort_order: fc.nat(1_000_000),
      description,
      external_id: fc.option(line),
    }),
    offerings: fc.record({
      name: line,
      description,
      external_id: fc.option(line),
      specification_ids: ids,
      pricing_ids: ids,
      sales_channels: fc.array(line, { maxLength: 4 }),
      category_ids: ids,
    }),
  };

  /** As the fields of each kind are filled: what is listed has a line, or a field, for each. */
  const shown = (thing: Record<string, unknown>, language: 'en' | 'tr'): [string, string][] =>
    Object.entries(thing).flatMap(([name, value]): [string, string][] => {
      if (name === 'sort_order') return [[name, String(value)]];
      if (typeof value === 'number') return [[name, amountText(value, language)]];
      if (name === 'charge') return chargeShown(value as Charge | null);
      if (!Array.isArray(value)) return [[name, (value as string | null) ?? '']];
      return name === 'sales_channels' ? [[name, value.join('\n')]] : value.map((id: string) => [name, id]);
    });
  const chargeShown = (charge: Charge | null): [string, string][] => [
    ['charge', charge?.type ?? ''],
    ['charge_count', String(charge?.every?.count ?? '')],
    ['charge_unit', charge?.every?.unit ?? 'month'],
    ['charge_per', charge?.per ?? ''],
    ['charge_for_months', String(charge?.for_months ?? '')],
  ];
  const isOfSeveralLines = (name: string) => name === 'description' || name === 'sales_channels';
  /** A field of one line drops line breaks, and one of several is sent with CR LF. */
  const sent = (name: string, value: string) =>
    isOfSeveralLines(name) ? value.replaceAll(/\r\n|\r|\n/g, '\r\n') : value.replaceAll(/[\r\n]/g, '');

  for (const kind of Object.keys(things) as EditableKind[]) {
    it(`changes nothing, for any of the ${kind} that there can be`, () => {
      fc.assert(
        fc.property(things[kind], fc.constantFrom(...languages), (thing, language) => {
          const form = new FormData();
          for (const [name, value] of shown(thing, language)) form.append(name, sent(name, value));
          expect(inputFrom(kind, form)).to.eql({ ...thing });
        }),
        { numRuns: 300 },
      );
    });

    it(`says all that the API takes of ${kind}`, () => {
      const owners = { characteristics: 'characteristic', specifications: 'specification', prices: 'pricing' } as const;
      const service = kind in owners ? owners[kind as keyof typeof owners] : 'offering';
      const { paths } = JSON.parse(readFileSync(new URL(`../../${service}-service/openapi.json`, import.meta.url), 'utf8')) as {
        paths: Record<string, { put: { requestBody: { content: { 'application/json': { schema: { properties: object } } } } } }>;
      };
      expect([...fieldsOf[kind]]).to.have.members(
        Object.keys(paths[`/api/v1/${kind}/{id}`]!.put.requestBody.content['application/json'].schema.properties),
      );
    });
  }
});

import type { Category } from '@catalog/contracts';
import { expect } from 'chai';
import { aCategory, anOffering } from '../../../../test/support/events.ts';
import { assembleOffering } from '../../src/rules/document/assemble-offering.ts';
import { searchFieldsOf } from '../../src/rules/document/search-fields.ts';
import { smallCatalog } from '../support/small-catalog.ts';

const { characteristic, specification, price, category, offering } = smallCatalog();
const references = {
  specifications: new Map([[specification.id, specification]]),
  characteristics: new Map([[characteristic.id, characteristic]]),
  prices: new Map([[price.id, price]]),
  categories: new Map([[category.id, category]]),
};
const nothing = { specifications: new Map(), characteristics: new Map(), prices: new Map(), categories: new Map() };

describe('A store offering', () => {
  it('shows of each thing what customers may know', () => {
    const shown = assembleOffering(offering, references);
    expect(Object.keys(shown)).to.eql([
      'id',
      'name',
      'description',
      'specifications',
      'pricing',
      'price_points',
      'totals',
      'sales_channels',
      'categories',
      'published_at',
      'revision',
      'lifecycle_status',
    ]);
    expect(Object.keys(shown.specifications[0]!.characteristics[0]!)).to.eql(['id', 'name', 'attribute', 'value', 'unit_of_measure']);
    expect(Object.keys(shown.pricing[0]!)).to.eql(['id', 'name', 'value', 'currency', 'unit']);
  });

  it('shows what a reduced price was, and nothing of that beside one that is not', () => {
    const reduced = { since: price.updated_at, valid_until: '2026-12-24T00:00:00.000Z', previous_value: 24.99, lowest_30_days: 22.99 };
    const pricingOf = (changes: object) =>
      assembleOffering(offering, { ...references, prices: new Map([[price.id, { ...price, ...changes }]]) }).pricing[0]!;
    expect(pricingOf({ value: 19.99, reduced })).to.deep.include({ value: 19.99, reduced });
    expect(pricingOf({ reduced: null })).not.to.have.property('reduced');
  });

  it('keeps the order of what it lists, each once', () => {
    const second = { ...price, id: 'second' };
    const prices = new Map([
      [price.id, price],
      ['second', second],
    ]);
    const { pricing } = assembleOffering({ ...offering, pricing_ids: ['second', price.id, 'second'] }, { ...references, prices });
    expect(pricing.map(({ id }) => id)).to.eql(['second', price.id]);
  });

  it('says what its prices add up to, also of prices from before there were charges', () => {
    const { charge: _, ...old } = price;
    const { price_points, totals } = assembleOffering(offering, { ...references, prices: new Map([[old.id, old]]) });
    expect(price_points![0]!.charge).to.eql({ type: 'recurring', every: { count: 1, unit: 'month' } });
    expect(totals).to.eql([
      { currency: 'USD', first_payment: 24.99, per_month: 24.99, first_year_total: 299.88, over_contract_total: null },
    ]);
  });

  it('leaves out what does not exist', () => {
    expect(assembleOffering(offering, nothing)).to.deep.include({ specifications: [], pricing: [], categories: [] });
  });

  it('shows each of its categories in its place, as far as that is known', () => {
    const root = aCategory({ name: 'Internet', sort_order: 1 });
    const middle = aCategory({ name: 'Home', parent_id: root.id });
    const leaf = aCategory({ name: 'Fibre', parent_id: middle.id, sort_order: 7 });
    const shownOf = (...known: Category[]) =>
      assembleOffering({ ...offering, category_ids: [leaf.id] }, { ...references, categories: new Map(known.map((one) => [one.id, one])) })
        .categories;
    const inOrder = ({ id, name, sort_order }: Category) => ({ id, name, sort_order });
    expect(shownOf(root, middle, leaf)).to.eql([{ ...inOrder(leaf), path: [inOrder(root), inOrder(middle)] }]);
    expect(shownOf(middle, leaf)).to.eql([{ ...inOrder(leaf), path: [inOrder(middle)] }]);
    expect(shownOf({ ...middle, parent_id: leaf.id }, leaf), 'while the news of moves cross').to.eql([
      { ...inOrder(leaf), path: [inOrder(middle)] },
    ]);
  });

  it('of before there were categories is in none', () => {
    const { category_ids: _, ...old } = offering;
    expect(assembleOffering(old, references).categories).to.eql([]);
  });
});

describe('Search fields', () => {
  const fieldsOf = (changes: object) => searchFieldsOf({ ...assembleOffering(offering, references), ...changes });

  it('hold prices in whole cents, and the lowest of each currency', () => {
    const pricing = [
      { ...price, value: 0.29 },
      { ...price, value: 1.15, currency: 'EUR' },
      { ...price, value: 99_999_999.99, currency: 'EUR' },
    ];
    const { prices, price_order } = fieldsOf({ pricing });
    expect(prices.map(({ cents }) => cents)).to.eql([29, 115, 9_999_999_999]);
    expect(price_order.USD).to.eql({ ascending: 29, descending: 29 });
    expect(price_order.EUR).to.eql({ ascending: 115, descending: 115 });
    expect(price_order.TRY.ascending).to.be.greaterThan(9_999_999_999);
    expect(price_order.TRY.descending).to.be.lessThan(0);
  });

  it('do not count what is free as the lowest price, unless all of it is', () => {
    const free = { ...price, value: 0 };
    expect(fieldsOf({ pricing: [free, price] }).price_order.USD).to.eql({ ascending: 2499, descending: 2499 });
    expect(fieldsOf({ pricing: [free, { ...price, currency: 'EUR' }] }).prices.map(({ cents }) => cents)).to.eql([0, 2499]);
  });

  it('hold totals in whole cents, and those that are not known after all others', () => {
    const totals = [{ currency: 'USD', first_payment: 0.29, per_month: 0.29, first_year_total: 3.48, over_contract_total: null }];
    const { USD, EUR } = fieldsOf({ totals }).total_order;
    expect(USD).to.eql({ first_year: { ascending: 348, descending: 348 }, per_month: { ascending: 29, descending: 29 } });
    expect(EUR.first_year.ascending).to.be.greaterThan(9_999_999_999 * 12);
    expect(EUR.first_year.descending).to.be.lessThan(0);
  });

  it('hold words without case and accents', () => {
    expect(fieldsOf({ name: 'Çok-Hızlı  İnternet 5G' }).name_words).to.eql(['cok', 'hızlı', 'internet', '5g']);
  });

  it('put equal values into one bucket, however they are written', () => {
    const characteristics = [
      ['1', 'Gbps'],
      ['1000', 'Mbps'],
      ['1.0', 'Gbps'],
      ['999', 'Mbps'],
    ].map(([value, unit_of_measure]) => ({ id: '', name: '', attribute: 'Speed', value, unit_of_measure }));
    const fields = fieldsOf({ specifications: [{ id: '', name: '', characteristics }] }).characteristics;
    expect(new Set(fields.map(({ bucket }) => bucket)).size).to.equal(2);
    expect(fields.map(({ number }) => number)).to.eql([1000, 1000, 1000, 999]);
  });

  it('exist for an offering without anything', () => {
    expect(searchFieldsOf(assembleOffering(anOffering({ sales_channels: [] }), nothing))).to.deep.include({
      prices: [],
      channels: [],
      characteristics: [],
    });
  });
});

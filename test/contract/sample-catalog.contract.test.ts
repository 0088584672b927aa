// Guards the sample catalog: every entry is one the API accepts, every name leads somewhere, and the showcase search stays interesting.
import { type Currency, priceContentFrom } from '@catalog/contracts';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';

interface Characteristic {
  name: string;
  attribute?: string;
  value: string;
  unit_of_measure: string;
}
interface Specification {
  name: string;
  characteristics: string[];
}
interface Price {
  name: string;
  value: number;
  unit: string;
  currency: Currency;
}
interface Offering {
  name: string;
  description: string;
  specifications: string[];
  prices: string[];
  sales_channels: string[];
  categories: string[];
}
interface Category {
  name: string;
  description?: string;
  children?: Category[];
}

const characteristics = entries<Characteristic>('characteristics');
const specifications = entries<Specification>('specifications');
const prices = entries<Price>('prices');
const offerings = entries<Offering>('offerings');
const priceChanges = parse(readFileSync(new URL('../../sample-catalog/price-changes.yaml', import.meta.url), 'utf8')) as {
  price_changes: { price: string; value: number; after_days?: number; for_days?: number }[];
};
const categories = entries<Category>('categories');
const revisions = entries<{ offering: string; description: string }>('revisions');
const readme = readFileSync(new URL('../../sample-catalog/README.md', import.meta.url), 'utf8');

const UNIT_KINDS: Record<string, string[]> = {
  rate: ['Mbps', 'Gbps'],
  size: ['MB', 'GB', 'TB'],
  time: ['Seconds', 'Minutes', 'Hours', 'Days', 'Months', 'Years'],
  frequency: ['GHz'],
  voltage: ['Volt'],
  power: ['Watt'],
  length: ['Meter'],
  share: ['Percent'],
  free: ['Unit', 'None'],
};
const CURRENCIES = ['USD', 'EUR', 'TRY'];
const CHANNELS = ['online', 'retail', 'partner', 'call-center', 'business'];

describe('the sample catalog', () => {
  it('is large enough to be worth searching', () => {
    expect(characteristics.length).to.be.at.least(60);
    expect(specifications.length).to.be.at.least(40);
    expect(prices.length).to.be.at.least(60);
    expect(offerings.length).to.be.within(115, 125);
  });

  it('has only the fields that the API knows', () => {
    expectFields(characteristics, ['name', 'value', 'unit_of_measure'], ['attribute']);
    expectFields(specifications, ['name', 'characteristics']);
    expectFields(prices, ['name', 'value', 'unit', 'currency']);
    expectFields(offerings, ['name', 'description', 'specifications', 'prices', 'sales_channels', 'categories']);
  });

  it('gives every entry a trimmed name of its own, whatever the case', () => {
    for (const list of [characteristics, specifications, prices, offerings]) {
      expect(duplicates(list.map(({ name }) => name.toLowerCase()))).to.deep.equal([]);
      for (const { name } of list) expect(name, name).to.match(/^\S(.{0,198}\S)?$/u);
    }
    for (const label of characteristics.flatMap((each) => [each.name, attributeOf(each)])) {
      expect(label).to.match(/^[\p{L}\p{N} \-/._+()]{1,200}$/u);
    }
  });

  it('leaves no name dangling, repeated or unused', () => {
    expectClosed(
      specifications.map((each) => each.characteristics),
      characteristics,
    );
    expectClosed(
      offerings.map((each) => each.specifications),
      specifications,
    );
    expectClosed(
      offerings.map((each) => each.prices),
      prices,
    );
  });

  it('gives characteristics values that suit their units', () => {
    for (const { name, value, unit_of_measure: unit } of characteristics) {
      expect(value, name).to.be.a('string').with.length.within(1, 100);
      if (kindOf(unit) !== 'free') expect(value, name).to.match(/^\d+(\.\d+)?$/);
    }
  });

  it('uses one kind of unit for the numbers of one attribute', () => {
    for (const [attribute, group] of Map.groupBy(characteristics.filter(isNumeric), attributeOf)) {
      expect(new Set(group.map((each) => kindOf(each.unit_of_measure))).size, attribute).to.equal(1);
    }
  });

  it('states no value twice under one attribute', () => {
    const stated = characteristics.map((each) => `${attributeOf(each)}: ${each.value} ${each.unit_of_measure}`.toLowerCase());
    expect(duplicates(stated)).to.deep.equal([]);
  });

  it('has prices that the API takes, each with a unit that says how it is charged, in all three currencies', () => {
    for (const price of prices) {
      const { name, currency } = price;
      const { charge, ...stored } = priceContentFrom(price);
      expect(stored, name).to.eql(price);
      expect(charge, name).to.not.equal(null);
      expect(CURRENCIES, name).to.include(currency);
      expect(name.endsWith(` ${currency}`), name).to.equal(true);
    }
    for (const currency of CURRENCIES) expect(prices.filter((each) => each.currency === currency).length, currency).to.be.at.least(60);
  });

  it('has a window that runs and a change that is due, each of a price that is there', () => {
    const { price_changes } = priceChanges;
    for (const { price, value, ...days } of price_changes) {
      expect(prices.map(({ name }) => name)).to.include(price);
      expect(value, price).to.be.a('number').within(0, 99_999_999.99);
      expect(days, price).to.satisfy(({ after_days, for_days }: typeof days) => (after_days ?? 0) + (for_days ?? 0) > 0);
    }
    expect(price_changes.some(({ after_days, for_days }) => after_days === undefined && for_days)).to.equal(true);
    expect(price_changes.some(({ after_days, for_days }) => after_days && for_days === undefined)).to.equal(true);
    expect(readme).to.match(new RegExp(`^\\| \`price-changes\\.yaml\` \\|.*\\| ${price_changes.length} \\|$`, 'm'));
  });

  it('has second revisions of offerings that are there, which say something else', () => {
    for (const { offering, description } of revisions) {
      const first = offerings.find(({ name }) => name === offering);
      expect(first?.description, offering).to.be.a('string').that.does.not.equal(description);
      expect(description, offering).to.have.length.within(40, 400);
    }
    expect(duplicates(revisions.map(({ offering }) => offering))).to.eql([]);
    expect(revisions).not.to.be.empty;
    expect(readme).to.match(new RegExp(`^\\| \`revisions\\.yaml\` \\|.*\\| ${revisions.length} \\|$`, 'm'));
  });

  it('describes every offering in its own words and sells it somewhere', () => {
    expect(duplicates(offerings.map(({ description }) => description))).to.deep.equal([]);
    for (const { name, description, sales_channels: channels } of offerings) {
      expect(description, name).to.have.length.within(40, 400);
      expect(channels, name).to.not.be.empty;
      expect(CHANNELS, name).to.include.members(channels);
      expect(duplicates(channels), name).to.deep.equal([]);
    }
  });

  it('has a tree of categories, each of which something is in or below', () => {
    const places = categories.flatMap((root) => branch(root));
    expect(categories.map(({ name }) => name)).to.eql(['Internet', 'Mobile', 'TV', 'Devices', 'Business', 'IoT']);
    for (const { path, category } of places) {
      expect(path.split('/').length, path).to.be.at.most(6);
      expectFields([category], ['name'], ['description', 'children']);
      expect(category.name, path).to.match(/^[^/\\]+$/);
      expect(duplicates((category.children ?? []).map(({ name }) => name.toLowerCase())), path).to.eql([]);
      expect(
        offerings.some((each) => each.categories.some((one) => `${one}/`.startsWith(`${path}/`))),
        path,
      ).to.equal(true);
    }
    const paths = places.map(({ path }) => path);
    for (const { name, categories: own } of offerings) {
      expect(own, name).to.have.length.within(1, 20);
      expect(duplicates(own), name).to.eql([]);
      expect(paths, name).to.include.members(own);
    }
  });

  it('makes the showcase search for fast, affordable fibre interesting', () => {
    const fibre = offerings.filter(mentionsFibre);
    const left = fibre.filter((each) => hasPriceBetween10And100Usd(each) && isFasterThan50Mbps(each));
    expect(offerings.filter(({ name }) => /\bfibre\b/i.test(name)).length).to.be.at.least(25);
    expect(left.length).to.be.within(15, 40);
    expect(fibre.filter((each) => !hasPriceBetween10And100Usd(each) && isFasterThan50Mbps(each))).to.not.be.empty;
    expect(fibre.filter((each) => hasPriceBetween10And100Usd(each) && !isFasterThan50Mbps(each))).to.not.be.empty;
    const others = offerings.filter((each) => !mentionsFibre(each));
    expect(others.filter((each) => hasPriceBetween10And100Usd(each) && isFasterThan50Mbps(each))).to.not.be.empty;
    expect(readme).to.match(new RegExp(`finds ${left.length} of the ${fibre.length} offerings`));
  });

  it('is counted correctly on its own page', () => {
    const places = categories.flatMap((root) => branch(root));
    for (const [section, list] of Object.entries({ characteristics, specifications, prices, categories: places, offerings })) {
      expect(readme).to.match(new RegExp(`^\\| \`${section}\\.yaml\` \\|.*\\| ${list.length} \\|$`, 'm'));
    }
  });
});

const branch = (category: Category, above = ''): { path: string; category: Category }[] => {
  const path = `${above}${category.name}`;
  return [{ path, category }, ...(category.children ?? []).flatMap((child) => branch(child, `${path}/`))];
};

function entries<T>(section: string): T[] {
  const file = new URL(`../../sample-catalog/${section}.yaml`, import.meta.url);
  return (parse(readFileSync(file, 'utf8')) as Record<string, T[]>)[section] ?? [];
}

function expectFields(list: { name: string }[], required: string[], optional: string[] = []): void {
  for (const each of list) {
    expect(each, each.name).to.include.all.keys(required);
    expect([...required, ...optional], each.name).to.include.members(Object.keys(each));
  }
}

function duplicates(values: string[]): string[] {
  return values.filter((value, at) => values.indexOf(value) !== at);
}

function expectClosed(references: string[][], targets: { name: string }[]): void {
  for (const list of references) {
    expect(list).to.not.be.empty;
    expect(duplicates(list)).to.deep.equal([]);
  }
  expect(new Set(references.flat())).to.deep.equal(new Set(targets.map(({ name }) => name)));
}

function kindOf(unit: string): string {
  const kind = Object.keys(UNIT_KINDS).find((each) => UNIT_KINDS[each]?.includes(unit));
  if (kind === undefined) throw new Error(`no such unit of measure: ${unit}`);
  return kind;
}

function isNumeric({ value }: Characteristic): boolean {
  return /^\d+(\.\d+)?$/.test(value);
}

function attributeOf({ name, attribute }: Characteristic): string {
  return attribute ?? name;
}

function characteristicsOf(offering: Offering): Characteristic[] {
  const referenced = specifications.filter(({ name }) => offering.specifications.includes(name));
  const names = new Set(referenced.flatMap((each) => each.characteristics));
  return characteristics.filter(({ name }) => names.has(name));
}

function mentionsFibre(offering: Offering): boolean {
  const texts = [offering.name, offering.description, ...characteristicsOf(offering).map(({ value }) => value)];
  return texts.some((text) => /\bfibre\b/i.test(text));
}

function hasPriceBetween10And100Usd(offering: Offering): boolean {
  return prices.some(({ name, value, currency }) => offering.prices.includes(name) && currency === 'USD' && value >= 10 && value <= 100);
}

function isFasterThan50Mbps(offering: Offering): boolean {
  return characteristicsOf(offering).some(
    (each) => attributeOf(each) === 'Speed' && Number(each.value) * (each.unit_of_measure === 'Gbps' ? 1000 : 1) > 50,
  );
}

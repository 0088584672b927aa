/** The loader against a gateway that is played: what it adds, what it leaves alone, and how patient it is. */
import { ExpectedError } from '@catalog/backing-services';
import { expect } from 'chai';
import { signInTo } from '../src/sign-in-to.ts';
import { loadSampleCatalog } from '../src/sample/load-sample-catalog.ts';
import type { Phase } from '../src/display/display.ts';
import { readSampleCatalog, type SampleCatalog, type SampleCategory } from '../src/sample/sample-catalog.ts';
import { startStubCatalog, type StubCatalog } from './stub-catalog.ts';

const small: SampleCatalog = {
  characteristics: [{ name: 'Speed 100', value: '100', unit_of_measure: 'Mbps' }],
  specifications: [{ name: 'Fibre 100', characteristics: ['Speed 100'] }],
  prices: [{ name: 'Fibre monthly', value: 24.99, unit: 'per month', currency: 'USD' }],
  price_changes: [],
  categories: [{ name: 'Internet', children: [{ name: 'Fibre' }] }],
  offerings: [
    {
      name: 'Home Fibre',
      description: 'Fast.',
      specifications: ['Fibre 100'],
      prices: ['Fibre monthly'],
      sales_channels: ['online'],
      categories: ['Internet/Fibre'],
    },
  ],
  revisions: [],
};

describe('loading the sample catalog', () => {
  let catalog: StubCatalog;
  const load = async (sample: SampleCatalog) => {
    const client = await signInTo(catalog.url, { username: 'admin', password: 'admin' });
    await loadSampleCatalog({ client, sample, phase: unseen });
  };

  beforeEach(async () => {
    catalog = await startStubCatalog();
  });
  afterEach(() => catalog.stop());

  it('adds every entry with its references and publishes every offering', async () => {
    const sample = await readSampleCatalog();
    await load(sample);
    const branch = (category: SampleCategory): SampleCategory[] => [category, ...(category.children ?? []).flatMap(branch)];
    const { categories, ...others } = sample;
    expect(catalog.created()).to.equal(Object.values(others).flat().length + categories.flatMap(branch).length);
    const [specification] = catalog.things.get('specifications') ?? [];
    expect(specification?.['characteristic_ids']).to.have.length.above(0);
    expect(catalog.things.get('offerings')?.every((each) => each['lifecycle_status'] === 'PUBLISHED')).to.equal(true);
  });

  it('adds nothing the second time', async () => {
    const sample = await readSampleCatalog();
    await load(sample);
    const created = catalog.created();
    await load(sample);
    expect(catalog.created()).to.equal(created);
  });

  it('fills the calendars of prices, and leaves those alone in which there is something', async () => {
    const sample = { ...small, price_changes: [{ price: 'fibre MONTHLY', value: 19.99, after_days: 1, for_days: 2 }] };
    await load(sample);
    await load({ ...small, price_changes: [{ price: 'Fibre monthly', value: 18.99, for_days: 2 }] });
    const [change, ...others] = catalog.things.get('prices')![0]!['changes'] as { at: string; valid_until: string; value: number }[];
    expect(others).to.eql([]);
    expect(change!.value).to.equal(19.99);
    expect(Date.parse(change!.valid_until) - Date.parse(change!.at)).to.equal(2 * 24 * 60 * 60 * 1000);
  });

  it('publishes the second revision of an offering, once', async () => {
    const sample = { ...small, revisions: [{ offering: 'Home Fibre', description: 'Faster.' }] };
    await load(sample);
    const created = catalog.created();
    expect(catalog.things.get('offerings')![0]).to.deep.include({
      description: 'Faster.',
      revision: 2,
      specification_ids: [catalog.things.get('specifications')![0]!.id],
    });
    await load(sample);
    expect(catalog.created()).to.equal(created);
  });

  it('finds what is there although much has been added since', async () => {
    await load(small);
    const prices = catalog.things.get('prices') ?? [];
    for (let i = 0; i < 250; i += 1) prices.push({ id: `other-${i}`, name: `Other ${i}` });
    await load(small);
    expect(prices.filter(({ name }) => name === 'Fibre monthly')).to.have.length(1);
  });

  it('adds again what was deleted since, although its idempotency key is still known', async () => {
    await load(small);
    const deleted = catalog.things.get('prices')?.pop();
    catalog.things.get('offerings')?.pop();
    await load(small);
    const [price] = catalog.things.get('prices') ?? [];
    expect(price).to.include({ name: 'Fibre monthly' }).and.not.include({ id: deleted?.id });
  });

  it('leaves retired what somebody has retired', async () => {
    await load(small);
    const [offering] = catalog.things.get('offerings') ?? [];
    offering!['lifecycle_status'] = 'RETIRED';
    await load(small);
    expect(catalog.things.get('offerings')?.map((each) => each['lifecycle_status'])).to.deep.equal(['RETIRED']);
  });

  it('publishes a draft that an earlier start left behind', async () => {
    await load(small);
    catalog.things.get('offerings')![0]!['lifecycle_status'] = 'DRAFT';
    await load(small);
    expect(catalog.things.get('offerings')?.[0]).to.include({ lifecycle_status: 'PUBLISHED' });
  });

  it('waits when the gateway asks it to', async () => {
    catalog.interruptions.push({ status: 429, headers: { 'retry-after': '0.01' } }, { status: 503, headers: { 'retry-after': '0.01' } });
    await load(small);
    expect(catalog.interruptions).to.be.empty;
    expect(catalog.created()).to.equal(6);
  });

  it('says what was refused, and why', async () => {
    const broken = { ...small, specifications: [{ name: 'Fibre 100', characteristics: ['Speed 200'] }] };
    let failure: unknown;
    await load(broken).catch((error: unknown) => {
      failure = error;
    });
    expect(failure).to.be.instanceOf(ExpectedError).with.property('message').that.includes('"Speed 200"');
  });
});

const unseen: Phase = { update: () => undefined, finish: () => undefined, note: () => undefined, close: async () => undefined };

import { expect } from 'chai';
import { importRows } from '../src/import-rows.ts';
import type { ImportTarget } from '../src/import-target.ts';
import { dryRun } from '../src/import-target.ts';
import type { Kind, Row } from '../src/row.ts';
import { rowsOf } from '../src/rows-of.ts';
import type { Thing, Things } from '../src/things.ts';

const speed: Row = { kind: 'characteristic', name: 'Speed 100', attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' };
const fibre: Row = { kind: 'specification', name: 'Fibre 100', characteristics: ['speed 100'] };
const monthly: Row = { kind: 'price', name: 'Monthly', value: 24.99, unit: 'per month', currency: 'USD' };
const home: Row = { kind: 'offering', name: 'Home', specifications: ['Fibre 100'], prices: ['Monthly'], sales_channels: ['online'], lifecycle_status: 'PUBLISHED' };
const all: Row[] = [home, fibre, monthly, speed];

describe('an import', () => {
  let catalog: Things, ids: number, written: string[], refusing: (name: unknown) => boolean;

  beforeEach(() => {
    [catalog, ids, written, refusing] = [{ characteristic: [], specification: [], price: [], offering: [] }, 0, [], () => false];
  });

  const target: ImportTarget = {
    async write(kind: Kind, current, body) {
      if (refusing(body['name'])) throw Object.assign(new Error('no'), { code: 'PRICE_LOCKED', details: { field: 'name' } });
      const state = current ?? { id: `${kind}-${++ids}`, version: 0, ...(kind === 'offering' && { lifecycle_status: 'DRAFT' }) };
      const thing = { ...state, ...body, version: state.version + 1 } as Thing;
      catalog[kind] = [...catalog[kind].filter(({ id }) => id !== thing.id), thing];
      written.push(thing.id);
      return thing;
    },
    async publish(offeringIds, ended) {
      for (const id of offeringIds) {
        const offering = catalog.offering.find((one) => one.id === id)!;
        if (refusing(offering.name)) ended(id, Object.assign(new Error('no'), { code: 'NOT_PUBLISHABLE', details: {} }));
        else ended(id, void (offering.lifecycle_status = 'PUBLISHED'));
      }
    },
  };

  async function load(rows: Row[], options: { publish?: boolean; into?: ImportTarget } = {}) {
    const results = new Map<string, string>();
    await importRows({
      entries: rows.map((row, index) => ({ line: index + 1, row })),
      things: structuredClone(catalog),
      target: options.into ?? target,
      publish: options.publish ?? false,
      report: ({ name, status, code, field }) => { results.set(name ?? '', [status, code, field].filter(Boolean).join(' ')); },
    });
    return Object.fromEntries(results);
  }

  it('creates what things are made of before them, whatever the order of the rows', async () => {
    expect(await load(all)).to.eql({ 'Speed 100': 'created', Monthly: 'created', 'Fibre 100': 'created', Home: 'created' });
    expect(catalog.specification[0]).to.deep.include({ characteristic_ids: [catalog.characteristic[0]!.id] });
    expect(catalog.offering[0]).to.deep.include({ specification_ids: [catalog.specification[0]!.id], pricing_ids: [catalog.price[0]!.id], description: null });
    expect(catalog.offering[0]).to.include({ lifecycle_status: 'DRAFT' });
  });

  it('changes nothing the second time', async () => {
    await load(all, { publish: true });
    written = [];
    expect(new Set(Object.values(await load(all, { publish: true })))).to.eql(new Set(['unchanged']));
    expect(new Set(Object.values(await load(all)))).to.eql(new Set(['unchanged']));
    expect(written).to.eql([]);
  });

  it('changes what differs, and keeps what a row does not name', async () => {
    await load([...all.slice(1), { ...home, external_id: 'home-1' }]);
    expect(await load([{ ...monthly, value: 30 }, { ...home, description: 'New' }])).to.eql({ Monthly: 'updated', Home: 'updated' });
    expect(catalog.price[0]).to.include({ value: 30 });
    expect(catalog.offering).to.have.length(1);
    expect(catalog.offering[0]).to.include({ description: 'New', external_id: 'home-1' });
  });

  it('goes on after a bad row, and refuses what refers to it', async () => {
    refusing = (name) => name === 'Monthly';
    expect(await load([...all, { ...fibre, name: 'Lost', characteristics: ['Speed 100', 'Nowhere'] }])).to.eql({
      'Speed 100': 'created', Monthly: 'failed PRICE_LOCKED name', 'Fibre 100': 'created',
      Lost: 'failed INVALID_REFERENCE characteristics', Home: 'failed INVALID_REFERENCE prices',
    });
  });

  it('refuses to guess between offerings of one name, and takes the one its external_id names', async () => {
    await load([...all.slice(1), { ...home, external_id: 'a' }, { ...home, external_id: 'b' }]);
    expect(catalog.offering).to.have.length(2);
    expect(await load([home])).to.eql({ Home: 'failed AMBIGUOUS_NAME name' });
    expect(await load([{ ...home, external_id: 'b', description: 'B' }])).to.eql({ Home: 'updated' });
    expect(catalog.offering.map(({ external_id, description }) => [external_id, description])).to.deep.include(['b', 'B']).and.deep.include(['a', null]);
  });

  it('publishes only when it is told to, only what says so, and tells what could not be', async () => {
    const draft = { ...home, name: 'Draft', lifecycle_status: 'DRAFT' } as Row;
    const bad = { ...home, name: 'Bad' } as Row;
    refusing = () => false;
    await load([...all, draft]);
    expect(catalog.offering.map(({ lifecycle_status }) => lifecycle_status)).to.eql(['DRAFT', 'DRAFT']);
    await load([bad]);
    refusing = (name) => name === 'Bad';
    expect(await load([home, draft, bad], { publish: true })).to.eql({ Home: 'updated', Draft: 'unchanged', Bad: 'failed NOT_PUBLISHABLE' });
    expect(catalog.offering.find(({ name }) => name === 'Home')).to.include({ lifecycle_status: 'PUBLISHED' });
  });

  it('never changes what has been published; a retired offering has given its name free', async () => {
    await load(all, { publish: true });
    expect(await load([{ ...home, description: 'New' }])).to.eql({ Home: 'failed WRONG_STATE' });
    catalog.offering[0]!.lifecycle_status = 'RETIRED';
    expect(await load([{ ...home, description: 'New' }])).to.eql({ Home: 'created' });
  });

  it('only says what it would do in a dry run', async () => {
    await load([speed]);
    written = [];
    expect(await load([...all, { ...home, name: 'Lost', prices: ['Nowhere'] }], { publish: true, into: dryRun })).to.eql({
      'Speed 100': 'unchanged', Monthly: 'created', 'Fibre 100': 'created', Home: 'created', Lost: 'failed INVALID_REFERENCE prices',
    });
    expect(written).to.eql([]);
  });

  it('is what an export undoes: the same rows, whatever the ids and the order of creation', async () => {
    await load(all, { publish: true });
    const { rows, warnings } = rowsOf(catalog);
    expect(warnings).to.eql([]);
    expect(rows.map(({ kind }) => kind)).to.eql(['characteristic', 'price', 'specification', 'offering']);
    catalog = { characteristic: [], specification: [], price: [], offering: [] };
    await load(rows.toReversed(), { publish: true });
    expect(rowsOf(catalog)).to.eql({ rows, warnings });
  });
});

describe('an export', () => {
  const thing = (changes: object): Thing => ({ id: 'x', name: 'x', version: 1, ...changes });

  it('says what it leaves out', () => {
    const offering = { specification_ids: [], pricing_ids: ['gone'], sales_channels: [], description: null, lifecycle_status: 'DRAFT' };
    const { rows, warnings } = rowsOf({
      characteristic: [], price: [], specification: [],
      offering: [
        thing({ ...offering, id: '1', name: 'Twice' }), thing({ ...offering, id: '2', name: 'twice' }),
        thing({ ...offering, id: '3', name: 'Old', lifecycle_status: 'RETIRED' }),
      ],
    });
    expect(rows.map(({ name }) => name)).to.eql(['Twice', 'twice']);
    expect(warnings).to.have.members([
      '1 retired offerings are left out',
      'Several offerings without an external_id are called "Twice": an import refuses them',
      '"Twice" lists a price that no longer exists: it is left out', '"twice" lists a price that no longer exists: it is left out',
    ]);
  });
});

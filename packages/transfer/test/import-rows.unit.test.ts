import type { PriceChange } from '@catalog/contracts';
import { expect } from 'chai';
import { importRows } from '../src/import/import-rows.ts';
import { dryRun, type ImportTarget } from '../src/import/import-target.ts';
import type { Kind, Row } from '../src/row.ts';
import { inWords, type RowResult } from '../src/import/row-result.ts';
import { rowsOf } from '../src/rows-of.ts';
import type { Thing, Things } from '../src/things.ts';

const speed: Row = { kind: 'characteristic', name: 'Speed 100', attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' };
const fibre: Row = { kind: 'specification', name: 'Fibre 100', characteristics: ['speed 100'] };
const monthly: Row = { kind: 'price', name: 'Monthly', value: 24.99, unit: 'per month', currency: 'USD' };
const home: Row = {
  kind: 'offering',
  name: 'Home',
  specifications: ['Fibre 100'],
  prices: ['Monthly'],
  sales_channels: ['online'],
  lifecycle_status: 'PUBLISHED',
};
const aChange = (
  price_id: string,
  { at = '2026-06-01T00:00:00.000Z', value, valid_until = null }: Partial<PriceChange> & { value: number },
) =>
  ({
    id: `change-${value}`,
    price_id,
    at,
    value,
    valid_until,
    status: at <= '2026-06-01T00:00:00.000Z' ? 'RUNNING' : 'DUE',
    previous_value: 24.99,
  }) as PriceChange;

const internet: Row = { kind: 'category', name: 'Internet', sort_order: 10 };
const lines: Row = { kind: 'category', name: 'Internet/Lines', external_id: 'CAT-LINES' };
const all: Row[] = [home, fibre, monthly, speed];

describe('an import', () => {
  let catalog: Things, ids: number, written: string[], refusing: (name: unknown) => boolean, reported: RowResult[];

  beforeEach(() => {
    [catalog, ids, written, refusing] = [
      { characteristic: [], specification: [], price: [], category: [], offering: [] },
      0,
      [],
      () => false,
    ];
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
    async schedule({ id }, scheduled) {
      catalog.offering.find((one) => one.id === id)!.scheduled = scheduled;
    },
    async fillCalendar({ id }, { cancelled, added }) {
      const price = catalog.price.find((one) => one.id === id)!;
      const kept = (price.changes ?? []).filter((change) => !cancelled.includes(change) && !cancelled.some((one) => one.id === change.id));
      price.changes = [...kept, ...added.map((one) => aChange(id, one))];
    },
  };

  async function load(rows: Row[], options: { publish?: boolean; into?: ImportTarget } = {}) {
    const results = new Map<string, string>();
    reported = [];
    await importRows({
      entries: rows.map((row, index) => ({ line: index + 1, row })),
      things: structuredClone(catalog),
      target: options.into ?? target,
      publish: options.publish ?? false,
      report: (result) => {
        const { name, status, code, field } = result;
        reported.push(result);
        results.set(name ?? '', [status, code, field].filter(Boolean).join(' '));
      },
      now: () => new Date('2026-06-01T00:00:00Z'),
    });
    return Object.fromEntries(results);
  }

  it('creates what things are made of before them, whatever the order of the rows', async () => {
    expect(await load(all)).to.eql({ 'Speed 100': 'created', Monthly: 'created', 'Fibre 100': 'created', Home: 'created' });
    expect(catalog.specification[0]).to.deep.include({ characteristic_ids: [catalog.characteristic[0]!.id] });
    expect(catalog.offering[0]).to.deep.include({
      specification_ids: [catalog.specification[0]!.id],
      pricing_ids: [catalog.price[0]!.id],
      description: null,
    });
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
    expect(
      await load([
        { ...monthly, value: 30 },
        { ...home, description: 'New' },
      ]),
    ).to.eql({ Monthly: 'updated', Home: 'updated' });
    expect(catalog.price[0]).to.include({ value: 30 });
    expect(catalog.offering).to.have.length(1);
    expect(catalog.offering[0]).to.include({ description: 'New', external_id: 'home-1' });
  });

  describe('of the calendar of a price', () => {
    const later = { at: '2026-07-01T00:00:00+03:00', value: 30 };
    const promotion = { at: '2026-05-01T00:00:00Z', value: 19.99, valid_until: '2026-06-20T00:00:00Z' };
    const changes = () => catalog.price[0]!.changes?.map(({ at, value, valid_until }) => ({ at, value, valid_until }));

    it('fills it, and changes nothing the second time', async () => {
      expect(await load([{ ...monthly, changes: [later, promotion] }])).to.eql({ Monthly: 'created' });
      expect(changes()).to.eql([
        { at: later.at, value: 30, valid_until: null },
        { at: '2026-06-01T00:00:00.000Z', value: 19.99, valid_until: promotion.valid_until },
      ]);
      expect(await load([{ ...monthly, changes: [promotion, { ...later, at: '2026-06-30T21:00:00Z' }] }])).to.eql({ Monthly: 'unchanged' });
      expect(await load([monthly])).to.eql({ Monthly: 'unchanged' });
      expect(changes()).to.have.length(2);
    });

    it('takes out what the row does not say, and puts in what it says', async () => {
      await load([{ ...monthly, changes: [later] }]);
      expect(await load([{ ...monthly, changes: [{ ...later, value: 31 }] }])).to.eql({ Monthly: 'updated' });
      expect(changes()).to.eql([{ at: later.at, value: 31, valid_until: null }]);
      expect(reported[0]!.changes).to.eql([{ field: 'changes', from: [{ at: later.at, value: 30 }], to: [{ ...later, value: 31 }] }]);
      expect(await load([{ ...monthly, changes: [] }])).to.eql({ Monthly: 'updated' });
      expect(changes()).to.eql([]);
    });

    it('leaves out what has passed, with a warning, and refuses what has no time', async () => {
      expect(await load([{ ...monthly, changes: [{ at: '2026-05-01T00:00:00Z', value: 30 }] }])).to.eql({ Monthly: 'created' });
      expect(reported[0]!.warnings).to.have.length(1);
      expect(changes() ?? []).to.eql([]);
      expect(await load([{ ...monthly, changes: [{ value: 30 }] }])).to.eql({ Monthly: 'failed VALIDATION_ERROR changes' });
    });
  });

  it('goes on after a bad row, and refuses what refers to it', async () => {
    refusing = (name) => name === 'Monthly';
    expect(await load([...all, { ...fibre, name: 'Lost', characteristics: ['Speed 100', 'Nowhere'] }])).to.eql({
      'Speed 100': 'created',
      Monthly: 'failed PRICE_LOCKED name',
      'Fibre 100': 'created',
      Lost: 'failed INVALID_REFERENCE characteristics',
      Home: 'failed INVALID_REFERENCE prices',
    });
  });

  it('refuses to guess between offerings of one name, and takes the one its external_id names', async () => {
    await load([...all.slice(1), { ...home, external_id: 'a' }, { ...home, external_id: 'b' }]);
    expect(catalog.offering).to.have.length(2);
    expect(await load([home])).to.eql({ Home: 'failed AMBIGUOUS_NAME name' });
    expect(await load([{ ...home, external_id: 'b', description: 'B' }])).to.eql({ Home: 'updated' });
    expect(catalog.offering.map(({ external_id, description }) => [external_id, description]))
      .to.deep.include(['b', 'B'])
      .and.deep.include(['a', null]);
  });

  it('tells one with an external_id from one without that has its name, whichever comes first', async () => {
    const both: Row[] = [home, { ...home, external_id: 'a' }];
    for (const rows of [both, both.toReversed()]) {
      catalog.offering = [];
      await load([...all.slice(1), ...rows]);
      expect(catalog.offering.map(({ external_id }) => external_id)).to.have.members([null, 'a']);
      await load(rows);
      expect(reported.map(({ status }) => status)).to.eql(['unchanged', 'unchanged']);
    }
  });

  it('publishes only when it is told to, only what says so, and tells what could not be', async () => {
    const draft = { ...home, name: 'Draft', lifecycle_status: 'DRAFT' } as Row;
    const bad = { ...home, name: 'Bad' } as Row;
    refusing = () => false;
    await load([...all, draft]);
    expect(catalog.offering.map(({ lifecycle_status }) => lifecycle_status)).to.eql(['DRAFT', 'DRAFT']);
    await load([bad]);
    refusing = (name) => name === 'Bad';
    expect(await load([home, draft, bad], { publish: true })).to.eql({
      Home: 'updated',
      Draft: 'unchanged',
      Bad: 'failed NOT_PUBLISHABLE',
    });
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
      'Speed 100': 'unchanged',
      Monthly: 'created',
      'Fibre 100': 'created',
      Home: 'created',
      Lost: 'failed INVALID_REFERENCE prices',
    });
    expect(written).to.eql([]);
  });

  it('says of an update what it changes and who shows it, and of no other', async () => {
    await load([...all, { ...home, name: 'Draft', lifecycle_status: 'DRAFT' }], { publish: true });
    await load([
      { ...monthly, value: 30 },
      { ...speed, value: '99' },
      { ...fibre, characteristics: ['Speed 100'] },
      { ...monthly, name: 'New' },
    ]);
    expect(reported.map(({ name, changes, published_offerings }) => [name, changes, published_offerings])).to.have.deep.members([
      ['Monthly', [{ field: 'value', from: 24.99, to: 30 }], 1],
      ['Speed 100', [{ field: 'value', from: '100', to: '99' }], 1],
      ['Fibre 100', undefined, undefined],
      ['New', undefined, undefined],
    ]);
    expect(inWords(reported.find(({ name }) => name === 'Monthly')!)).to.equal(
      'line 1: updated price "Monthly"; value 24.99 → 30; 1 published offering(s) show it',
    );
    await load([{ ...home, name: 'Draft', prices: ['New', 'Monthly'], lifecycle_status: 'DRAFT' }]);
    expect(reported[0]).to.deep.include({ status: 'updated', changes: [{ field: 'prices', from: ['Monthly'], to: ['New', 'Monthly'] }] });
    expect(reported[0]).not.to.have.property('published_offerings');
  });

  it('writes text as the services do, so that no spelling of it makes two things or a change', async () => {
    await load(all);
    await load([{ ...home, name: 'Small', external_id: 'XS' }]);
    written = [];
    expect(
      await load([
        { ...monthly, name: ' monthly\u00A0', unit: 'per  month ' },
        { ...speed, name: 'Speed\u3000100', attribute: ' Speed' },
        { ...home, name: 'Home ', specifications: ['FIBRE\u00A0100'], sales_channels: ['online ', 'Online'], description: ' ' },
        { ...home, name: 'Small\n', external_id: 'XS ' },
      ]),
    ).to.deep.include({ 'Home ': 'unchanged', 'Small\n': 'unchanged' });
    expect(reported.map(({ changes }) => changes).filter(Boolean)).to.eql([[{ field: 'name', from: 'Monthly', to: 'monthly' }]]);
    expect(await load([{ ...fibre, characteristics: ['Speed 100', 'speed\u00A0100'] }])).to.eql({
      'Fibre 100': 'failed VALIDATION_ERROR characteristics',
    });
  });

  for (const [what, into] of Object.entries({ 'the catalog': undefined, 'a dry run': dryRun })) {
    it(`to ${what} refuses what the services would`, async () => {
      await load(all);
      catalog.price[0]!['locked'] = true;
      refusing = (name) => name === 'Monthly';
      expect(
        await load(
          [
            { ...monthly, name: 'Cheap', value: 12.345 },
            { ...monthly, name: 'Free', value: 0 },
            { ...monthly, name: 'a\u200Bb' },
            { ...monthly, name: 'Long', unit: 'x'.repeat(51) },
            { ...monthly, value: 30 },
            { ...speed, name: 'Fast', value: 'fast' },
            { ...speed, name: 'A&B' },
            { ...home, name: 'x'.repeat(201) },
            { ...home, name: 'Channels', sales_channels: [' '] },
            { ...home, name: 'Bare', prices: [], sales_channels: [] },
          ],
          { publish: true, ...(into && { into }) },
        ),
      ).to.eql({
        Cheap: 'failed VALIDATION_ERROR value',
        Free: 'failed VALIDATION_ERROR value',
        'a\u200Bb': 'failed VALIDATION_ERROR name',
        Long: 'failed VALIDATION_ERROR unit',
        Monthly: `failed PRICE_LOCKED${into ? '' : ' name'}`,
        Fast: 'failed VALIDATION_ERROR value',
        'A&B': 'failed VALIDATION_ERROR name',
        ['x'.repeat(201)]: 'failed VALIDATION_ERROR name',
        Channels: 'failed VALIDATION_ERROR sales_channels',
        Bare: 'failed NOT_PUBLISHABLE pricing_ids',
      });
    });
  }

  it('never picks one of several, of whatever kind', async () => {
    await load(all);
    for (const [kind, things] of Object.entries(catalog) as [Kind, Thing[]][])
      if (things.length > 0) catalog[kind] = [...things, { ...things[0]!, id: `other-${kind}`, name: `${things[0]!.name} ` }];
    expect(await load(all)).to.eql({
      'Speed 100': 'failed AMBIGUOUS_NAME name',
      Monthly: 'failed AMBIGUOUS_NAME name',
      'Fibre 100': 'failed AMBIGUOUS_NAME name',
      Home: 'failed AMBIGUOUS_NAME name',
    });
    expect(
      await load([
        { ...home, name: 'Other' },
        { ...fibre, name: 'Other fibre' },
      ]),
    ).to.eql({
      Other: 'failed AMBIGUOUS_NAME specifications',
      'Other fibre': 'failed AMBIGUOUS_NAME characteristics',
    });
  });

  it('says where a row and the catalog do not agree on what is sold', async () => {
    await load([...all.slice(1), { ...home, external_id: 'home' }]);
    expect(reported.at(-1)).to.deep.include({ status: 'created', warnings: ['The row says PUBLISHED, the offering is DRAFT'] });
    await load([{ ...home, external_id: 'home' }], { publish: true });
    expect(reported[0]).not.to.have.property('warnings');
    await load([{ ...home, external_id: 'home', lifecycle_status: 'DRAFT' }]);
    expect(reported[0]).to.deep.include({ status: 'unchanged', warnings: ['The row says DRAFT, the offering is PUBLISHED'] });
    catalog.offering[0]!.lifecycle_status = 'RETIRED';
    expect(await load([{ ...home, external_id: 'home' }])).to.eql({ Home: 'failed WRONG_STATE external_id' });
  });

  it('schedules what rows say is due, once, and warns of what cannot be any more', async () => {
    const due = (action: 'publish' | 'retire', at = '2026-07-01T00:00:00.000Z') => ({ action, at });
    const draft = { ...home, name: 'Draft', lifecycle_status: 'DRAFT', scheduled: due('publish') } as Row;
    const rows = [...all.slice(1), { ...home, scheduled: due('retire') } as Row, draft];
    expect(await load(rows, { publish: true })).to.include({ Home: 'created', Draft: 'created' });
    expect(rowsOf(catalog).rows.flatMap((row) => (row.kind === 'offering' ? [row.scheduled] : []))).to.eql([due('publish'), due('retire')]);
    expect(new Set(Object.values(await load(rows, { publish: true })))).to.eql(new Set(['unchanged']));
    const later = due('publish', '2026-08-01T02:00:00+02:00');
    expect(await load([{ ...draft, scheduled: later } as Row])).to.eql({ Draft: 'updated' });
    expect(reported[0]!.changes).to.eql([{ field: 'scheduled', from: due('publish'), to: later }]);
    await load([
      { ...draft, name: 'Late', scheduled: due('publish', '2026-05-01T00:00:00Z') } as Row,
      { ...draft, name: 'Early', scheduled: due('retire') } as Row,
    ]);
    expect(reported.map(({ status, warnings }) => [status, warnings])).to.eql([
      ['created', ['The time has passed: it is not scheduled (publish at 2026-05-01T00:00:00Z)']],
      ['created', ['It is DRAFT: it is not scheduled (retire at 2026-07-01T00:00:00.000Z)']],
    ]);
    expect(await load([{ ...draft, name: 'Bare', prices: [] } as Row])).to.eql({ Bare: 'failed NOT_PUBLISHABLE pricing_ids' });
  });

  it('puts categories in others, and offerings in them, by the names on the way to them', async () => {
    const deep: Row = { kind: 'category', name: ' internet / LINES/Fixed \\/ mobile' };
    expect(await load([{ ...home, categories: ['internet/lines', 'Internet'] }, deep, lines, internet, fibre, monthly, speed])).to.include({
      Internet: 'created',
      'Internet/Lines': 'created',
      [deep.name]: 'created',
      Home: 'created',
    });
    const [root, middle, leaf] = catalog.category as [Thing, Thing, Thing];
    expect([root, middle, leaf].map(({ name, parent_id }) => ({ name, parent_id }))).to.eql([
      { name: 'Internet', parent_id: null },
      { name: 'Lines', parent_id: root.id },
      { name: 'Fixed / mobile', parent_id: middle.id },
    ]);
    expect(catalog.offering[0]!['category_ids']).to.eql([middle.id, root.id]);
    const { rows } = rowsOf(catalog);
    expect(rows.flatMap((row) => (row.kind === 'category' ? row.name : []))).to.eql([
      'Internet',
      'Internet/Lines',
      'Internet/Lines/Fixed \\/ mobile',
    ]);
    expect(rows.find(({ kind }) => kind === 'offering')).to.deep.include({ categories: ['Internet/Lines', 'Internet'] });
  });

  it('moves and renames a category that it knows by its external id, and finds what is below it there', async () => {
    await load([internet, lines, { kind: 'category', name: 'Internet/Lines/Fibre' }]);
    const moved: Row = { ...lines, name: 'Connections' };
    expect(await load([moved, { kind: 'category', name: 'Connections/Fibre' }])).to.eql({
      Connections: 'updated',
      'Connections/Fibre': 'unchanged',
    });
    expect(reported[0]!.changes).to.deep.include({ field: 'name', from: 'Lines', to: 'Connections' });
  });

  it('refuses a category in one that is not there', async () => {
    expect(await load([{ kind: 'category', name: 'Nowhere/Fibre' }])).to.eql({ 'Nowhere/Fibre': 'failed INVALID_REFERENCE name' });
  });

  it('leaves an offering in its categories when the file does not speak of any', async () => {
    await load([internet, { ...home, categories: ['Internet'] }, fibre, monthly, speed]);
    expect(await load([home])).to.eql({ Home: 'unchanged' });
    expect(await load([{ ...home, categories: [] }])).to.eql({ Home: 'updated' });
    expect(reported[0]!.changes).to.eql([{ field: 'categories', from: ['Internet'], to: [] }]);
  });

  it('is what an export undoes: the same rows, whatever the ids and the order of creation', async () => {
    await load(all, { publish: true });
    const { rows, warnings } = rowsOf(catalog);
    expect(warnings).to.eql([]);
    expect(rows.map(({ kind }) => kind)).to.eql(['characteristic', 'price', 'specification', 'offering']);
    catalog = { characteristic: [], specification: [], price: [], category: [], offering: [] };
    await load(rows.toReversed(), { publish: true });
    expect(rowsOf(catalog)).to.eql({ rows, warnings });
  });
});

describe('an export', () => {
  const thing = (changes: object): Thing => ({ id: 'x', name: 'x', version: 1, ...changes });

  it('says what it leaves out', () => {
    const offering = { specification_ids: [], pricing_ids: ['gone'], sales_channels: [], description: null, lifecycle_status: 'DRAFT' };
    const { rows, warnings } = rowsOf({
      characteristic: [],
      price: [],
      specification: [],
      category: [],
      offering: [
        thing({ ...offering, id: '1', name: 'Twice' }),
        thing({ ...offering, id: '2', name: 'twice' }),
        thing({ ...offering, id: '3', name: 'Old', lifecycle_status: 'RETIRED' }),
        thing({ ...offering, id: '4', name: 'Under way', pricing_ids: [], lifecycle_status: 'PUBLISHING' }),
      ],
    });
    expect(rows.map(({ name }) => name)).to.eql(['Twice', 'Under way', 'twice']);
    expect(warnings).to.have.members([
      '1 retired offerings are left out',
      '"Under way" is being published: its row says DRAFT',
      'Several offerings without an external_id are called "Twice": an import refuses them',
      '"Twice" lists a price that no longer exists: it is left out',
      '"twice" lists a price that no longer exists: it is left out',
    ]);
  });
});

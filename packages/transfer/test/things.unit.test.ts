import { type CatalogClient, catalogReader } from '@catalog/catalog-client';
import { expect } from 'chai';
import { createChance } from '../../../test/support/chance.ts';
import { rowsOf } from '../src/rows-of.ts';
import { readThings, type Thing } from '../src/things.ts';

describe('what is read of a catalog', () => {
  it('lacks nothing that was there all the while, whatever is deleted or created meanwhile', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { between } = createChance(seed);
      let prices: Thing[] = Array.from({ length: 450 }, (_, index) => aThing(between(0, 999_999), index));
      const untouched = new Set(prices.map(({ id }) => id));
      const api = catalogReader(async (kind, path) => {
        const items = kind === 'prices' ? pageOf(prices, path) : [];
        const gone = new Set(Array.from({ length: 20 }, () => prices[between(0, prices.length - 1)]!.id));
        for (const id of gone) untouched.delete(id);
        prices = [...prices.filter(({ id }) => !gone.has(id)), aThing(between(0, 999_999), 1_000 + untouched.size)];
        return { status: 200, body: { items } };
      });
      const read = (await readThings({ ...api, send: noChanges })).price.map(({ id }) => id);
      expect(
        [...untouched].filter((id) => !read.includes(id)),
        `seed ${seed}`,
      ).to.eql([]);
      expect(new Set(read).size).to.equal(read.length);
    }
  });

  it('has whatever it lists, though it is added to all the while', async () => {
    const things: Record<string, Thing[]> = { characteristics: [], specifications: [], prices: [], categories: [], offerings: [] };
    const { between } = createChance(1);
    const added = (path: string, changes: object = {}): string => {
      const thing = { ...aThing(between(0, 999_999), things[path]!.length), ...changes };
      things[path]!.push(thing);
      return thing.id;
    };
    const api = catalogReader(async (kind, path) => {
      for (let count = 0; count < 60; count += 1) {
        const characteristic_ids = [added('characteristics')];
        added('offerings', {
          specification_ids: [added('specifications', { characteristic_ids })],
          pricing_ids: [added('prices')],
          sales_channels: [],
        });
      }
      return { status: 200, body: { items: pageOf(things[kind]!, path) } };
    });
    const read = await readThings({ ...api, send: noChanges });
    expect(read.offering).not.to.have.length(0);
    expect(rowsOf(read).warnings.filter((warning) => warning.includes('no longer exists'))).to.eql([]);
  });
});

const noChanges = (async () => ({ body: { items: [] } })) as unknown as CatalogClient['send'];

const aThing = (chance: number, index: number): Thing => ({
  id: `${String(chance).padStart(6, '0')}-${String(index).padStart(4, '0')}`,
  name: `${index}`,
  version: 1,
  created_at: index,
});

/** As a list of the catalog answers. */
function pageOf(things: Thing[], path: string): Thing[] {
  const query = new URL(path, 'http://catalog').searchParams;
  const sort = query.get('sort') ?? 'id';
  const after = query.get('after_id') ?? '';
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size'))];
  const key = (thing: Thing) => String(thing[sort]).padStart(20, '0');
  const inOrder = things.filter(({ id }) => id > after).toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
  return inOrder.slice((page - 1) * size, page * size);
}

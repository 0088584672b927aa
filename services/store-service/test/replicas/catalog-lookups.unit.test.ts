import type { ServiceClient } from '@catalog/http/client';
import { expect } from 'chai';
import { createChance } from '../../../../test/support/chance.ts';
import { type CatalogKind, catalogKinds, catalogLookups } from '../../src/replicas/catalog-lookups.ts';

describe('all that an owner has', () => {
  it('lacks nothing that was there all the while, whatever is deleted meanwhile', async () => {
    const { between } = createChance(1);
    for (const kind of catalogKinds) {
      let ids = Array.from({ length: 450 }, (_, index) => `${between(100_000, 999_999)}-${1_000 + index}`);
      const untouched = new Set(ids);
      const owner = {
        async get(path: string) {
          const query = new URL(path, 'http://owner').searchParams;
          const found = ids.filter((id) => id > (query.get('after_id') ?? '')).toSorted(query.get('sort') === 'id' ? undefined : () => 0);
          const start = (Number(query.get('page') ?? 1) - 1) * 100;
          const gone = new Set(Array.from({ length: 20 }, () => ids[between(0, ids.length - 1)]!));
          for (const id of gone) untouched.delete(id);
          ids = ids.filter((id) => !gone.has(id));
          return { status: 200, body: { items: found.slice(start, start + 100).map((id) => ({ id })) } };
        },
      } as unknown as ServiceClient;
      const owners = Object.fromEntries(catalogKinds.map((each) => [each, owner])) as Record<CatalogKind, ServiceClient>;
      const read = new Set<string>();
      for await (const page of catalogLookups(owners, async () => 'Bearer x').all(kind)) for (const { id } of page) read.add(id);
      expect(
        [...untouched].filter((id) => !read.has(id)),
        kind,
      ).to.eql([]);
    }
  });
});

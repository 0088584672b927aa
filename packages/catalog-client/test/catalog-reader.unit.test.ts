import { Rejection } from '@catalog/contracts';
import { expect } from 'chai';
import { catalogReader } from '../src/index.ts';

describe('a reader of the catalog', () => {
  it('asks for no more ids at once than a list takes', async () => {
    const asked: string[] = [];
    const reader = catalogReader(async (kind, path) => {
      asked.push(`${kind} ${path}`);
      return { status: 200, body: { items: [] } };
    });
    await reader.byIds('prices', ['1', '2']);
    expect(asked).to.eql(['prices /api/v1/prices?id=1&id=2&page_size=100']);
    await reader.byIds(
      'prices',
      Array.from({ length: 250 }, (_, index) => String(index)),
    );
    expect(asked.slice(1).map((path) => path.split('id=').length - 1)).to.eql([100, 100, 50]);
    expect(await reader.byIds('prices', [])).to.eql([]);
  });

  it('refuses when it gets no answer that it can use', async () => {
    const reader = catalogReader(async () => ({ status: 403, body: {} }));
    for (const reading of [reader.byIds('prices', ['1']), reader.one('prices', '1')]) {
      const refusal = await reading.catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(Rejection).and.include({ code: 'SERVICE_UNAVAILABLE' });
    }
  });
});

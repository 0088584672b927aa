import { CATEGORY_LEVELS } from '@catalog/contracts';
import { expect } from 'chai';
import { expectRejection } from '../../../../test/support/expect-rejection.ts';
import type { CategoryFacet } from '../../src/api.ts';
import { parseCategoryFilters } from '../../src/rules/query/category-filter.ts';
import { categoryFacets } from '../../src/rules/result/category-facets.ts';

const [one, other] = ['1f6c9b2e-4d80-4a57-b3e9-7c5a0d8f2e41', '5b8d0e3f-1c7a-4f62-9e4d-8a2b6c0f3d17'];
const count = (id: string, parent: string | null, { order = 0, name = id, offerings = 1 } = {}) => ({
  written: JSON.stringify([id, parent, order, name]),
  count: offerings,
});
const shapeOf = ({ name, count: offerings, children }: CategoryFacet): object => ({ [`${name} ${offerings}`]: children.map(shapeOf) });
const shapes = (...counts: ReturnType<typeof count>[]) => categoryFacets(counts).map(shapeOf);

describe('The facet of categories', () => {
  it('is a tree, siblings in their order, then by name', () => {
    expect(shapes(count('b', 'a'), count('c', 'a', { order: 1 }), count('a', null), count('aa', 'a', { order: 1 }))).to.eql([
      { 'a 1': [{ 'b 1': [] }, { 'aa 1': [] }, { 'c 1': [] }] },
    ]);
  });

  it('selects by the id', () => expect(categoryFacets([count(one, null)])[0]).to.include({ id: one, filter: `category=${one}` }));

  it('counts a category once that is being renamed, under the name that most have', () => {
    expect(shapes(count('a', null, { name: 'Old', offerings: 2 }), count('a', null, { name: 'New', offerings: 3 }))).to.eql([
      { 'New 5': [] },
    ]);
  });

  it('shows at the root what is in something that nothing else is in', () => {
    expect(shapes(count('b', 'gone'))).to.eql([{ 'b 1': [] }]);
  });

  it('ends, even where moves under way seem to make a circle or too many levels', () => {
    expect(shapes(count('a', 'b'), count('b', 'a'), count('c', null))).to.eql([{ 'c 1': [] }]);
    const line = Array.from({ length: 9 }, (_, level) => count(`${level}`, level === 0 ? null : `${level - 1}`));
    const depthOf = (facets: CategoryFacet[]): number => (facets.length === 0 ? 0 : 1 + depthOf(facets[0]!.children));
    expect(depthOf(categoryFacets(line))).to.equal(CATEGORY_LEVELS);
  });
});

describe('A category filter', () => {
  it('names one category or several', () => {
    expect(parseCategoryFilters([one, `${other} | ${one.toUpperCase()}|${other}`])).to.eql([[one], [one, other]]);
  });

  it('costs nothing when it is repeated', () => expect(parseCategoryFilters([`${one}|${other}`, `${other}|${one}`])).to.have.length(1));

  it('is refused when it names no id, or too many', () => {
    for (const text of ['', 'Fibre', `${one}|`, `${one},${other}`]) {
      expect(expectRejection(() => parseCategoryFilters([text]))).to.deep.include({
        code: 'VALIDATION_ERROR',
        details: { field: 'category' },
      });
    }
    const many = Array.from({ length: 31 }, (_, i) => `00000000-0000-4000-8000-0000000000${String(i).padStart(2, '0')}`);
    expect(expectRejection(() => parseCategoryFilters(many)).code).to.equal('VALIDATION_ERROR');
  });
});

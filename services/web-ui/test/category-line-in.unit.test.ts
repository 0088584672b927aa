import { expect } from 'chai';
import { categoryLineIn } from '../src/store/category-line-in.ts';

const category = (id: string, ...children: ReturnType<typeof Object>[]) => ({ id, name: id, count: 1, filter: '', children }) as never;
const tree = [category('mobile'), category('internet', category('dsl'), category('fibre', category('home')))];

describe('The line of a category in the facets', () => {
  it('begins at its root', () => {
    expect(categoryLineIn(tree, 'home').map(({ id }) => id)).to.eql(['internet', 'fibre', 'home']);
    expect(categoryLineIn(tree, 'mobile').map(({ id }) => id)).to.eql(['mobile']);
  });

  it('is empty where nothing that was found is in it', () => {
    expect(categoryLineIn(tree, 'tv')).to.eql([]);
    expect(categoryLineIn(tree, undefined)).to.eql([]);
  });
});

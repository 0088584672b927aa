import { nameFrom } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { namesIn, pathKey, pathOf } from '../src/category-path.ts';

const name = fc.oneof(fc.stringMatching(/^[\\/a]{1,8}$/), fc.string({ minLength: 1 }));

describe('The path to a category', () => {
  it('says the names on the way to it, whatever these are', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
        expect(namesIn(pathOf(names))).to.eql(names);
      }),
    );
  });

  it('is read as people write it', () => {
    expect(namesIn('Internet / Fibre')).to.eql(['Internet ', ' Fibre']);
    expect(namesIn(' Internet / Fibre').map((each) => nameFrom(each))).to.eql(['Internet', 'Fibre']);
    expect(namesIn(String.raw`Fixed \/ mobile/A\\/B`)).to.eql(['Fixed / mobile', 'A\\', 'B']);
    expect(pathKey('internet / FIBRE')).to.equal(pathKey('Internet/Fibre'));
    expect(pathKey(String.raw`a\/b`)).not.to.equal(pathKey('a/b'));
  });
});

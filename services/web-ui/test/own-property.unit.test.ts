import { expect } from 'chai';
import { ownProperty } from '../src/own-property.ts';
import { addressFrom } from '../src/store/address.ts';
import { listAddress } from '../src/catalog/list/list-address.ts';
import { localeFor } from '../src/text/locale.ts';

const inherited = Object.getOwnPropertyNames(Object.prototype);

describe('A name that comes from elsewhere', () => {
  it('finds what a record has, and nothing that every object inherits', () => {
    expect(ownProperty({ a: 1 }, 'a')).to.equal(1);
    for (const name of inherited) expect(ownProperty({ a: 1 }, name), name).to.equal(undefined);
  });

  it('is no unit, no word and no parameter of any page', () => {
    const { quantity } = localeFor('en');
    for (const name of inherited) {
      expect(quantity('1', name)).to.equal(`1 ${name}`);
      expect(listAddress('/catalog', {}, { sorts: [], filters: [name] }).filters).to.eql({});
      expect(addressFrom({ [name]: name, currency: name }), name).to.eql({ characteristic: [], currency: name });
    }
  });
});

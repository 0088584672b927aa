import { expect } from 'chai';
import { attributeOf, attributePrefix, parseTerm, valueTerm, writtenTerm } from '../../src/search-index/value-terms.ts';

const bucket = JSON.stringify(['speed', 'data rate', 1e9]);
const written = JSON.stringify(['Speed', '1', 'Gbps']);

describe('The keys by which values are counted', () => {
  it('say what they stand for', () => {
    expect(parseTerm(valueTerm(bucket)).bucket).to.equal(bucket);
    expect(parseTerm(writtenTerm({ attribute: 'speed', bucket, written }))).to.eql({ bucket, written });
    expect(attributeOf(bucket)).to.equal('speed');
  });

  it('begin with the mark of their attribute, which fits any number of them into a pattern', () => {
    expect(valueTerm(bucket)).to.match(new RegExp(`^${attributePrefix('speed')}`));
    expect(attributePrefix('Geschwindigkeit "\n'.repeat(50))).to.match(/^[\da-f]{8}$/);
    expect(attributePrefix('data')).not.to.equal(attributePrefix('speed'));
  });
});

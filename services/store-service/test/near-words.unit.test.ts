import { expect } from 'chai';
import { isNear, nearWords, toleranceOf } from '../src/near-words.ts';

describe('A mistyped word', () => {
  it('may be wrong in more letters the longer it is, and not at all when it is short or a number', () => {
    expect(['tv', 'net', 'fibr', 'mobiles', 'internet', '1000', '5gplus'].map(toleranceOf)).to.eql([0, 0, 1, 1, 2, 0, 0]);
  });

  it('is near a word by a letter wrong, missing, too many, or two swapped', () => {
    for (const given of ['fibra', 'fibr', 'fibree', 'fbire', 'ibre']) expect(isNear('fibre', given), given).to.equal(true);
    for (const given of ['fib', 'fbrie', 'figure', 'fbir']) expect(isNear('fibre', given), given).to.equal(false);
    expect(isNear('internet', 'intrenett')).to.equal(true);
    expect(isNear('100', '500')).to.equal(false);
  });

  it('means the nearest first', () => expect(nearWords('internet', ['intern', 'internet', 'interned', 'cable'])).to.eql(['internet', 'interned', 'intern']));
});

import { expect } from 'chai';
import { targetOf } from '../../src/routing/target.ts';

describe('A request target', () => {
  it('is split into path and query, as they are written', () => {
    expect(targetOf('/a/%20b?x=1&y=/?z')).to.eql({ path: '/a/%20b', search: '?x=1&y=/?z' });
    expect(targetOf('/a')).to.eql({ path: '/a', search: '' });
    expect(targetOf('//evil/a')).to.eql({ path: '//evil/a', search: '' });
  });

  it('may name the host too, as requests to a proxy do', () => {
    expect(targetOf('http://evil.example:80/a?b')).to.eql({ path: '/a', search: '?b' });
    expect(targetOf('HTTPS://evil.example')).to.eql({ path: '/', search: '' });
    expect(targetOf('*')).to.eql({ path: '*', search: '' });
  });

  it('has no fragment', () => {
    expect(targetOf('/a?b#c?d')).to.eql({ path: '/a', search: '?b' });
    expect(targetOf('/a#/../b')).to.eql({ path: '/a', search: '' });
  });
});

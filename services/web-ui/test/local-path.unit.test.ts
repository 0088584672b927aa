import { expect } from 'chai';
import fc from 'fast-check';
import { localPath } from '../src/server/local-path.ts';

const piece = fc.oneof(
  fc.constantFrom('/', '//', '\\', '.', '..', '%2e', '%2f', '%5c', '?', '#', '@', ':', '\t', '\n', 'evil.example', 'https:', 'catalog'),
  fc.string({ maxLength: 3 }),
);

describe('A path of ours to go on to', () => {
  it('is one however a browser reads it, whatever was wanted', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = localPath(`/${pieces.join('')}`);
        const read = new URL(path, 'https://catalog.example/sign-in');
        expect(read.origin).to.equal('https://catalog.example');
        expect(read.pathname + read.search, 'nothing of it is resolved any more').to.equal(path);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays what it was where it is one', () => {
    for (const path of ['/', '/catalog/prices?page=2&sort=-name', '/?characteristic=Speed:%3E=100Mbps'])
      expect(localPath(path)).to.equal(path);
  });
});

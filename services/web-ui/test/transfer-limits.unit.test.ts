import { expect } from 'chai';
import fc from 'fast-check';
import { hasTooManyLines, MAX_BYTES, MAX_ROWS } from '../src/catalog/transfer/transfer-limits.ts';

const contentOf = (text: string) => new TextEncoder().encode(text);

describe('The lines of a file', () => {
  it('are as many as there are ends of lines, of whatever kind, and what comes after the last', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(hasTooManyLines(contentOf(`1${end}`.repeat(MAX_ROWS)))).to.equal(false);
      expect(hasTooManyLines(contentOf(`1${end}`.repeat(MAX_ROWS) + '1'))).to.equal(true);
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '"')), (pieces) => {
        const text = `${pieces.join('')}${'x\n'.repeat(MAX_ROWS - 2)}`;
        expect(hasTooManyLines(contentOf(text))).to.equal(text.split(/\r\n|\r|\n/).length - 1 > MAX_ROWS);
      }),
    );
  });

  it('are not read further than may be', () => {
    let read = 0;
    const content = new Proxy(contentOf('1\n'.repeat(MAX_BYTES / 2)), {
      get: (bytes, name) => {
        read += 1;
        return Reflect.get(bytes, name) as unknown;
      },
    });
    expect(hasTooManyLines(content)).to.equal(true);
    expect(read).to.be.below(MAX_ROWS * 20);
  });
});

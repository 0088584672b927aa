import { expect } from 'chai';
import fc from 'fast-check';
import { duplicateKeyIn } from '../src/duplicate-key.ts';

describe('a key that an object has twice', () => {
  const cases: [text: string, key: string][] = [
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1, "b":{"c":[{"d":1,"d":1}]}}', 'd'],
    ['{"a":"{", "b" : 1,\n"b"\n:2}', 'b'],
    ['{"x":1,"\\u0078":2}', 'x'],
    ['{"a\\"b":"\\\\","a\\"b":1}', 'a"b'],
    ['{"":1,"":2}', ''],
    ['[{"a":{"b":1},"c":1,"a":2}]', 'a'],
  ];
  for (const [text, key] of cases) {
    it(`is found in ${text.replace(/\n/g, ' ')}`, () => {
      expect(duplicateKeyIn(text)).to.equal(key);
    });
  }

  it('is not seen in values, in neighbours or in what lies deeper', () => {
    const texts = [
      '{"a":"a","b":["a","a"]}',
      '[{"a":1},{"a":1}]',
      '{"a":{"a":{"a":1}},"b":{"a":1}}',
      '{"a":"\\"b\\":","b":":"}',
      '"a"',
      '1',
    ];
    for (const text of texts) {
      expect(duplicateKeyIn(text), text).to.equal(undefined);
    }
  });

  it('is in no text that was printed from a value, and in every object to which a key was added again', () => {
    fc.assert(
      fc.property(fc.json(), fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (text, object) => {
        expect(duplicateKeyIn(text)).to.equal(undefined);
        const [key] = Object.keys(object);
        const twice = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(key)}:null}`;
        expect(duplicateKeyIn(twice)).to.equal(key);
      }),
    );
  });
});

import { expect } from 'chai';
import Type from 'typebox';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { jsonIn } from '../src/server/body/json-body.ts';
import { refuseUnstorable } from '../src/server/body/unstorable.ts';
import { bodyCheck, duplicateKeyIn, firstFaultBodyCheck } from '@catalog/validation';

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** Bodies of every shape that somebody might send to keep us busy, of about so many bytes. */
const shapes: Record<string, (bytes: number) => string> = {
  'many keys': (bytes) =>
    `{${range(bytes / 10)
      .map((i) => `"${i}":1`)
      .join(',')}}`,
  'many values': (bytes) =>
    `[${range(bytes / 2)
      .map(() => '1')
      .join(',')}]`,
  'many objects': (bytes) =>
    `[${range(bytes / 12)
      .map((i) => `{"${i}":1}`)
      .join(',')}]`,
  'one long text': (bytes) => `{"a":"${'x'.repeat(bytes)}"}`,
  'one long text of escapes': (bytes) => `{"a":"${String.raw`\\\"`.repeat(bytes / 4)}"}`,
  'quotes and colons in a text': (bytes) => JSON.stringify({ a: '":"'.repeat(bytes / 5) }),
  'long keys in long keys': (bytes) => range(19).reduce((inner) => `{"${'k'.repeat(bytes / 20)}":${inner}}`, '1'),
  'many below long keys': (bytes) =>
    range(9).reduce(
      (inner) => `{"${'k'.repeat(bytes / 20)}":${inner}}`,
      `[${range(bytes / 4)
        .map(() => '1')
        .join(',')}]`,
    ),
  blanks: (bytes) => `{"a"${' '.repeat(bytes)}:1}`,
  'deep nesting': (bytes) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2),
};

/** The quickest of many tries, which is what the work takes when nothing else is in its way. */
function cost(work: () => void): number {
  let least = Infinity;
  for (let i = 0; i < 40; i += 1) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const refusedOrNot = (work: () => unknown) => () => {
  try {
    work();
  } catch {
    /* a refusal costs, too */
  }
};

describe('A body made to keep a service busy', () => {
  for (const [name, shape] of Object.entries(shapes)) {
    it(`costs in proportion to its length: ${name}`, () => {
      const [short, long] = [shape(25_000), shape(200_000)];
      for (const read of [jsonIn, duplicateKeyIn]) {
        const ratio = cost(refusedOrNot(() => read(long))) / cost(refusedOrNot(() => read(short)));
        expect(ratio, `${read.name}, for eight times the length`).to.be.below(30);
      }
    });
  }

  it('is refused for its many values before they are checked, and none of those after the limit is looked at', () => {
    for (const many of [Object.fromEntries(range(100_000).map((i) => [i, 1])), range(100_000), [range(50_000), range(50_000)]]) {
      let looked = 0;
      const counting = (value: object): object =>
        new Proxy(value, {
          get: (of, key) => {
            looked += 1;
            return Reflect.get(of, key) as unknown;
          },
        });
      expect(expectRejection(() => refuseUnstorable(counting(many)))).to.include({
        code: 'MALFORMED_REQUEST',
        message: 'The body has more than 2000 values',
      });
      expect(looked).to.be.at.most(2_001);
    }
  });

  it('has its faults told up to fifty, and only the first where anybody may send it', () => {
    const schema = Type.Object({ refresh_token: Type.String() }, { additionalProperties: false });
    const unknown = Object.fromEntries(range(1_000).map((i) => [`key${i}`, 1]));
    expect(expectRejection(() => bodyCheck(schema)(unknown)).details['errors']).to.have.lengthOf(50);
    expect(expectRejection(() => firstFaultBodyCheck(schema)(unknown)).details['errors']).to.have.lengthOf(1);
  });
});

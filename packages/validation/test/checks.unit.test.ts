import { expect } from 'chai';
import Type from 'typebox';
import { oddNumbers } from '../../../test/support/odd-numbers.ts';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { bodyCheck, textCheck } from '../src/checks.ts';

describe('A check of a body', () => {
  const check = bodyCheck(
    Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 3 }),
        value: Type.Optional(Type.Number({ minimum: 1 })),
        ids: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 2, uniqueItems: true })),
        colour: Type.Optional(Type.Union([Type.Unsafe({ type: 'string', enum: ['red', 'blue'] }), Type.Null()])),
        inner: Type.Optional(Type.Object({ depth: Type.Integer() })),
        price: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 99_999_999.99, multipleOf: 0.01 })),
      },
      { additionalProperties: false },
    ),
  );

  it('gives back what is right', () => expect(check({ name: 'abc', colour: null })).to.eql({ name: 'abc', colour: null }));

  it('takes two decimals as they are meant, whatever their quotients are', () => {
    for (const price of [0.01, 0.07, 1, 8.2, 19.99, 24.99, 1_234_567.89, 99_999_999.99])
      expect(check({ name: 'a', price })).to.deep.include({ price });
  });

  const faults: [object, string, string][] = [
    [{}, 'name', 'name is required'],
    [{ name: '' }, 'name', 'name must not be empty'],
    [{ name: 'abcd' }, 'name', 'name must have at most 3 characters'],
    [{ name: 7 }, 'name', 'name must be a string'],
    [{ name: 'a', size: 1 }, 'size', 'size is not known here'],
    [{ name: 'a', value: '10' }, 'value', 'value must be a number'],
    [{ name: 'a', value: 0 }, 'value', 'value must be >= 1'],
    [{ name: 'a', price: 0 }, 'price', 'price must be above 0'],
    [{ name: 'a', price: 0.001 }, 'price', 'price must be a multiple of 0.01'],
    [{ name: 'a', price: 99_999_999.991 }, 'price', 'price must be a multiple of 0.01'],
    [{ name: 'a', ids: [] }, 'ids', 'ids must have at least 1 entry'],
    [{ name: 'a', ids: ['x'] }, 'ids.0', 'ids.0 must be a UUID in lower case'],
    [{ name: 'a', colour: 'green' }, 'colour', 'colour must be one of red, blue'],
    [{ name: 'a', inner: {} }, 'inner.depth', 'inner.depth is required'],
    [{ name: 'a', inner: { depth: 1.5 } }, 'inner.depth', 'inner.depth must be an integer'],
  ];
  for (const [body, field, message] of faults) {
    it(`says of ${JSON.stringify(body)} that ${message}`, () => {
      const { code, details } = expectRejection(() => check(body));
      expect(code).to.equal('VALIDATION_ERROR');
      expect(details.field).to.equal(field);
      expect(details['errors']).to.deep.include({ field, message });
    });
  }

  it('names all faults at once', () => {
    expect(expectRejection(() => check({ value: 'x', size: 1 })).details['errors']).to.have.lengthOf(3);
  });

  it('wants an object where the body is missing or another thing', () => {
    for (const body of [undefined, null, 7, [], 'x'])
      expect(expectRejection(() => check(body)).message).to.equal('The body must be an object');
  });

  it('lets an optional body be absent', () => expect(bodyCheck(Type.Optional(Type.Object({})))(undefined)).to.equal(undefined));
});

describe('A check of a query', () => {
  const check = textCheck(
    Type.Object({
      page: Type.Integer({ minimum: 1, default: 1 }),
      id: Type.Optional(Type.Array(Type.String())),
      price: Type.Optional(Type.Array(Type.Number())),
      flag: Type.Optional(Type.Boolean()),
    }),
    'The query',
  );

  it('turns text into what the schema wants, and fills in what is left out', () => {
    expect(check({ page: '2', id: 'a' })).to.eql({ page: 2, id: ['a'] });
    expect(check({ price: ['-0.5', '999999999999999'], flag: 'false' })).to.eql({ page: 1, price: [-0.5, 999999999999999], flag: false });
    expect(check({})).to.eql({ page: 1 });
  });

  it('takes nothing for a number but plain decimals', () => {
    for (const text of oddNumbers) expect(expectRejection(() => check({ price: [text] })).details.field, text).to.equal('price.0');
  });

  it('refuses what has no such meaning', () => {
    for (const page of ['0', 'x', '1.5', '', ['1', '2']])
      expect(expectRejection(() => check({ page })).details.field, String(page)).to.equal('page');
  });

  it('takes ids in one form, times in every form that the database takes too, and no others', () => {
    const formats = textCheck(
      Type.Object({
        uuid: Type.Optional(Type.String({ format: 'uuid' })),
        time: Type.Optional(Type.String({ format: 'date-time' })),
      }),
      'The query',
    );
    const id = '0a1b2c3d-0000-4000-8000-00000000000f';
    expect(formats({ uuid: id })).to.eql({ uuid: id });
    for (const uuid of [id.toUpperCase(), `urn:uuid:${id}`, `{${id}}`, id.replaceAll('-', ''), `${id} `])
      expect(() => formats({ uuid }), uuid).to.throw('must be a UUID');
    for (const time of ['2026-01-16T10:00:00Z', '2026-01-16T10:00:00.5+15:59', '2026-06-30T23:59:60Z', '0001-01-01T00:00:00-09:30']) {
      expect(formats({ time })).to.eql({ time });
    }
    for (const time of [
      '0000-01-01T00:00:00Z',
      '2026-01-01T00:00:00+16:00',
      '2026-01-01T00:00:00-23',
      '2026-01-01T00:00:00',
      '2026-02-30T00:00:00Z',
      'now',
    ]) {
      expect(() => formats({ time }), time).to.throw('must be a date-time');
    }
  });
});

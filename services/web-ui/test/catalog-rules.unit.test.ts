import { expect } from 'chai';
import { fieldProblems, outcomeOf } from '../src/api/outcome.ts';
import { stateAfter } from '../src/catalog/form-state.ts';
import { sortDirection, listAddress, listHref, toggledSort } from '../src/catalog/list/list-address.ts';
import { idempotencyKey, inputFrom } from '../src/catalog/editor/inputs.ts';

const formOf = (fields: [string, string][]): FormData => {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
};

describe('The address of a list', () => {
  const known = { sorts: ['name', '-name'], filters: ['name', 'currency'] };

  it('takes what it knows, and leaves out what it does not', () => {
    const address = listAddress('/catalog/prices', { name: ' a ', currency: ['EUR', 'USD'], sort: 'colour', page: '0', other: 'x' }, known);
    expect(address).to.eql({ path: '/catalog/prices', sort: 'name', page: 1, filters: { name: 'a', currency: 'EUR' } });
    expect(listHref(address, { page: 3 })).to.equal('/catalog/prices?name=a&currency=EUR&sort=name&page=3');
    expect(listHref(listAddress('/catalog/publications', {}, { sorts: [], filters: [] }))).to.equal('/catalog/publications');
  });

  it('turns the order round, or begins with another column', () => {
    expect([toggledSort('name', 'name'), toggledSort('-name', 'name'), toggledSort('-name', 'value')]).to.eql(['-name', 'name', 'value']);
    expect([sortDirection('name', 'name'), sortDirection('-name', 'name'), sortDirection('value', 'name')]).to.eql([
      'ascending',
      'descending',
      undefined,
    ]);
  });
});

describe('What somebody filled in', () => {
  it('becomes what the API wants', () => {
    const form = formOf([
      ['name', ' Home '],
      ['description', ''],
      ['external_id', ''],
      ['specification_ids', 'b'],
      ['specification_ids', 'a'],
      ['category_ids', 'c'],
      ['sales_channels', 'online\r\n\r\n retail, Ankara '],
    ]);
    expect(inputFrom('offerings', form)).to.eql({
      name: 'Home',
      description: null,
      external_id: null,
      specification_ids: ['b', 'a'],
      category_ids: ['c'],
      pricing_ids: [],
      sales_channels: ['online', 'retail, Ankara'],
    });
    expect(
      inputFrom(
        'prices',
        formOf([
          ['name', 'P'],
          ['value', '24,99'],
          ['unit', 'per month'],
          ['currency', 'EUR'],
        ]),
      ),
    ).to.include({ value: 24.99, currency: 'EUR' });
    expect(
      inputFrom(
        'characteristics',
        formOf([
          ['name', 'C'],
          ['attribute', ''],
          ['value', '1'],
          ['unit_of_measure', 'Mbps'],
        ]),
      ),
    ).to.not.have.property('attribute');
  });

  it('is the same input when it is sent twice, and another once it was changed', () => {
    const key = idempotencyKey('form', { name: 'a' });
    expect(idempotencyKey('form', { name: 'a' })).to.equal(key);
    expect(idempotencyKey('form', { name: 'b' })).to.not.equal(key);
    expect(idempotencyKey('other form', { name: 'a' })).to.not.equal(key);
  });
});

describe('What the API has against it', () => {
  const refusal = { code: 'VALIDATION_ERROR' as const, status: 400, message: 'two faults', correlationId: 'c' };

  it('is said at each field, the lists among them', () => {
    const details = {
      field: 'name',
      errors: [
        { field: 'name', message: 'too long' },
        { field: 'sales_channels/0', message: 'empty' },
        { field: 'nowhere', message: '?' },
      ],
    };
    expect(stateAfter({ ...refusal, details }, ['name', 'sales_channels']).faults).to.eql({ name: 'too long', sales_channels: 'empty' });
    expect(fieldProblems({ ...refusal, details: { field: 'name' } })).to.eql([{ field: 'name', message: 'two faults' }]);
    expect(fieldProblems({ ...refusal, details: {} })).to.eql([]);
  });

  it('is everything that is missing to publish', () => {
    const details = {
      field: 'pricing_ids',
      reasons: [
        { code: 'NO_PRICE', message: 'It needs a price' },
        { code: 'NO_CHANNEL', message: 'It needs a channel' },
      ],
    };
    expect(stateAfter({ ...refusal, details }, []).reasons).to.eql(['It needs a price', 'It needs a channel']);
  });

  it('is an outcome, whatever happens on the way', async () => {
    const answer = (status: number, body: object) => ({ error: body, response: new Response(null, { status }) });
    const refused = await outcomeOf(
      Promise.resolve(answer(409, { error: { code: 'NAME_TAKEN', message: 'taken', details: {}, correlation_id: 'c' } })),
    );
    expect(refused).to.eql({ ok: false, problem: { status: 409, code: 'NAME_TAKEN', message: 'taken', details: {}, correlationId: 'c' } });
    for (const asked of [Promise.reject(new TypeError('fetch failed')), Promise.resolve(answer(502, {}))]) {
      const outcome = await outcomeOf(asked);
      expect(!outcome.ok && outcome.problem.code).to.equal('SERVICE_UNAVAILABLE');
    }
    const done = await outcomeOf(Promise.resolve({ data: { a: 1 }, response: new Response('', { headers: { etag: '"2"' } }) }));
    expect(done).to.eql({ ok: true, data: { a: 1 }, etag: '"2"' });
  });
});

import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { changePrice, createPrice, deletePrice, lockPrice, unlockPrice } from '../src/rules/price.ts';
import { aPrice, anInput, monthly } from './price-examples.ts';

const id = randomUUID();
const sagaId = randomUUID();
const now = '2026-02-01T00:00:00.000Z';
const create = (changes: Partial<ReturnType<typeof anInput>>) => createPrice(anInput(changes), { id, now }).state;

describe('A price', () => {
  it('starts unlocked at version 1', () => {
    const { state: price, event } = createPrice(anInput(), { id, now });
    expect(event).to.equal('PriceCreated');
    const times = { created_at: now, updated_at: now };
    const unlocked = { locked: false, locked_by_saga_ids: [] };
    expect(price).to.eql({ id, ...anInput(), charge: monthly, reduced: null, ...unlocked, version: 1, ...times });
  });

  for (const value of [0.01, 1, 10, 19.99, 8.2, 99_999_999.99]) {
    it(`may cost ${value}`, () => expect(create({ value }).value).to.equal(value));
  }

  for (const value of [0, -0, -1, 0.001, 19.999, 1e-300, 100_000_000, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`may not cost ${value}`, () => {
      expect(expectRejection(() => create({ value }))).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'value' } });
    });
  }

  it('has its name and unit trimmed', () => {
    expect(create({ name: '  Çağrı paketi ', unit: ' per month ' })).to.include({ name: 'Çağrı paketi', unit: 'per month' });
  });

  it('may have a name of 200 characters, but not of 201 nor of spaces', () => {
    expect(create({ name: '😀'.repeat(200) }).name).to.have.lengthOf(400);
    expect(expectRejection(() => create({ name: 'a'.repeat(201) })).details.field).to.equal('name');
    expect(expectRejection(() => create({ name: '   ' })).details.field).to.equal('name');
  });

  it('may have a unit of 50 characters, but not of 51 nor none', () => {
    expect(create({ unit: 'x'.repeat(50) }).unit).to.have.lengthOf(50);
    expect(expectRejection(() => create({ unit: 'x'.repeat(51) })).details.field).to.equal('unit');
    expect(expectRejection(() => create({ unit: ' ' })).details.field).to.equal('unit');
  });

  it('becomes a new version when it changes', () => {
    const decision = changePrice(aPrice({ version: 3 }), anInput({ value: 30 }), { now });
    expect(decision?.event).to.equal('PriceUpdated');
    expect(decision?.state).to.include({ value: 30, version: 4, updated_at: now, created_at: '2026-01-15T10:00:00.000Z' });
  });

  it('stays as it is when nothing about it changes', () => {
    expect(changePrice(aPrice(), anInput(), { now })).to.equal(undefined);
    expect(changePrice(aPrice(), anInput({ charge: monthly }), { now })).to.equal(undefined);
  });

  it('is charged otherwise when its unit says so', () => {
    expect(changePrice(aPrice(), anInput({ unit: 'one-time' }), { now })?.state.charge).to.eql({ type: 'one-time' });
    expect(changePrice(aPrice(), anInput({ unit: 'by agreement' }), { now })?.state.charge).to.equal(null);
  });

  it('can be neither changed nor deleted while it is locked', () => {
    const locked = aPrice({ locked: true, locked_by_saga_ids: [sagaId] });
    expect(expectRejection(() => changePrice(locked, anInput({ value: 30 }), { now })).code).to.equal('PRICE_LOCKED');
    expect(expectRejection(() => deletePrice(locked, [])).code).to.equal('PRICE_LOCKED');
  });

  it('can be deleted when no offering uses it', () => {
    expect(deletePrice(aPrice({ version: 2 }), [])).to.have.nested.include({ event: 'PriceDeleted', 'state.version': 3 });
    expect(expectRejection(() => deletePrice(aPrice(), [id]))).to.deep.include({
      code: 'IN_USE',
      details: { used_by: { offering_ids: [id] } },
    });
  });

  it('is locked by each saga once, and stays locked until the last releases it', () => {
    const other = randomUUID();
    const first = lockPrice(aPrice(), sagaId)!.state;
    expect(first).to.deep.include({ locked: true, locked_by_saga_ids: [sagaId], version: 2 });
    expect(lockPrice(first, sagaId)).to.equal(undefined);
    const both = lockPrice(first, other)!.state;
    const left = unlockPrice(both, sagaId)!.state;
    expect(left).to.deep.include({ locked: true, locked_by_saga_ids: [other] });
    expect(unlockPrice(left, sagaId)).to.equal(undefined);
    expect(unlockPrice(left, other)!.state).to.deep.include({ locked: false, locked_by_saga_ids: [], version: 5 });
  });

  it('keeps its times when it is locked', () => expect(lockPrice(aPrice(), sagaId)!.state.updated_at).to.equal(aPrice().updated_at));
});

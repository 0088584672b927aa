import { type Actor, HIGHEST_PRICE, type Price, type PriceChange } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { changePrice } from '../src/rules/price.ts';
import { cancelChange, carryOutChange, dueChange, MOST_PENDING, scheduleChange, type WantedChange } from '../src/rules/schedule-change.ts';
import { aPrice, anInput } from './price-examples.ts';

const admin: Actor = { subject: 'admin-1', username: 'admin', role: 'ADMIN' };
const now = '2026-02-01T00:00:00.000Z';
const price = aPrice({ value: 24.99, version: 3 });
const schedule = (wanted: WantedChange, pending: PriceChange[] = [], of = price) =>
  scheduleChange(wanted, { id: randomUUID(), price: of, pending, actor: admin, now });
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00Z`;
const utc = (n: number) => day(n).replace('Z', '.000Z');
const window = (from: number, until: number, value = 19.99) => schedule({ at: day(from), value, valid_until: day(until) });

describe('A change in the calendar of a price', () => {
  it('is due at a time, in UTC, in the name of whoever scheduled it', () => {
    const change = schedule({ at: '2026-03-01T00:00:00+03:00', value: 33 });
    expect(change).to.deep.include({ at: '2026-02-28T21:00:00.000Z', value: 33, valid_until: null, status: 'DUE', scheduled_by: admin });
  });

  it('is a window if it has an end, and begins at once if it has nothing else', () => {
    expect(schedule({ value: 19.99, valid_until: day(2) })).to.include({ at: now, valid_until: utc(2), status: 'DUE' });
  });

  it('ends at the moment that its offset says, in the hour that Berlin has twice', () => {
    const endOf = (valid_until: string) => schedule({ value: 19.99, valid_until }).valid_until;
    expect(endOf('2026-10-25T02:30:00+02:00')).to.equal('2026-10-25T00:30:00.000Z');
    expect(endOf('2026-10-25T02:30:00+01:00')).to.equal('2026-10-25T01:30:00.000Z');
  });

  it('may begin in one of those hours and end in the other', () => {
    const change = schedule({ at: '2026-10-25T02:45:00+02:00', value: 19.99, valid_until: '2026-10-25T02:15:00+01:00' });
    expect(change).to.include({ at: '2026-10-25T00:45:00.000Z', valid_until: '2026-10-25T01:15:00.000Z' });
  });

  for (const [what, wanted, field] of [
    ['no time', { value: 1 }, 'at'],
    ['a time that has passed', { value: 1, at: '2026-01-31T00:00:00Z' }, 'at'],
    ['an end that has passed', { value: 1, valid_until: now }, 'valid_until'],
    ['an end before it begins', { value: 1, at: day(3), valid_until: day(2) }, 'valid_until'],
    ['an end when it begins', { value: 1, at: day(3), valid_until: day(3) }, 'valid_until'],
    ['an end too far ahead', { value: 1, valid_until: '2029-01-01T00:00:00Z' }, 'valid_until'],
    ['a value of 0 for good', { value: 0, at: day(3) }, 'value'],
    ['a third decimal', { value: 1.005, at: day(3) }, 'value'],
    ['a negative value', { value: -1, valid_until: day(3) }, 'value'],
    ['a value that is too high', { value: HIGHEST_PRICE + 1, valid_until: day(3) }, 'value'],
  ] as const) {
    it(`does not have ${what}`, () => {
      expect(expectRejection(() => schedule(wanted))).to.deep.include({ code: 'VALIDATION_ERROR', details: { field } });
    });
  }

  it('may be free for a while', () => expect(window(1, 2, 0).value).to.equal(0));

  it('overlaps no other, and is told which is in the way', () => {
    const first = window(10, 20);
    for (const wanted of [
      { at: day(10), value: 1 },
      { at: day(15), value: 1 },
      { at: day(5), value: 1, valid_until: day(11) },
      { at: day(19), value: 1, valid_until: day(25) },
      { at: day(12), value: 1, valid_until: day(13) },
      { value: 1, valid_until: day(25) },
    ]) {
      expect(
        expectRejection(() => schedule(wanted, [first])),
        JSON.stringify(wanted),
      ).to.deep.include({
        code: 'OVERLAPPING_CHANGE',
        details: { in_the_way: { change_id: first.id, at: utc(10), valid_until: utc(20) } },
      });
    }
    for (const wanted of [
      { at: day(20), value: 1 },
      { at: day(9), value: 1 },
      { at: day(5), value: 1, valid_until: day(10) },
      { at: day(20), value: 1, valid_until: day(25) },
    ]) {
      expect(schedule(wanted, [first]).status, JSON.stringify(wanted)).to.equal('DUE');
    }
    const point = schedule({ at: day(10), value: 1 });
    expect(expectRejection(() => schedule({ at: day(10), value: 2 }, [point])).code).to.equal('OVERLAPPING_CHANGE');
  });

  it('is one of a limited number', () => {
    const many = Array.from({ length: MOST_PENDING }, (_, i) =>
      schedule({ at: `2026-05-01T00:00:00.${String(i).padStart(3, '0')}Z`, value: 1 }),
    );
    expect(expectRejection(() => schedule({ at: day(1), value: 1 }, many))).to.deep.include({
      code: 'TOO_MANY_CHANGES',
      details: { limit: MOST_PENDING },
    });
  });

  it('gives the price its value when it is due', () => {
    const { change, decision } = carryOutChange(price, schedule({ at: day(1), value: 33 }), { now: utc(1), lowest: 20 });
    expect(change).to.include({ status: 'CARRIED_OUT', previous_value: 24.99, began_at: utc(1), ended_at: utc(1) });
    expect(decision).to.deep.include({ kind: 'stored', event: 'PriceUpdated' });
    expect(decision!.state).to.include({ value: 33, version: 4, updated_at: utc(1), reduced: null });
  });

  it('tells what the price was before, while a window with a lower one runs, and ends by itself', () => {
    const begun = carryOutChange(price, window(1, 9), { now: utc(2), lowest: 21 });
    expect(begun.change).to.include({ status: 'RUNNING', previous_value: 24.99, began_at: utc(2), ended_at: null });
    expect(begun.decision!.state.reduced).to.eql({ since: utc(2), valid_until: utc(9), previous_value: 24.99, lowest_30_days: 21 });
    const ended = carryOutChange(begun.decision!.state, begun.change, { now: utc(9), lowest: 19.99 });
    expect(ended.change).to.include({ status: 'CARRIED_OUT', ended_at: utc(9) });
    expect(ended.decision!.state).to.include({ value: 24.99, reduced: null, version: 5 });
  });

  it('is no reduction if the price is higher for a while', () => {
    expect(carryOutChange(price, window(1, 9, 30), { now: utc(1), lowest: 20 }).decision!.state).to.include({ value: 30, reduced: null });
  });

  it('changes nothing if the price has that value already', () => {
    const { change, decision } = carryOutChange(price, schedule({ at: day(1), value: 24.99 }), { now: utc(1), lowest: 20 });
    expect([change.status, decision]).to.eql(['CARRIED_OUT', undefined]);
  });

  it('is missed if its whole window passed while the price was locked', () => {
    const { change, decision } = carryOutChange(price, window(1, 2), { now: utc(3), lowest: 20 });
    expect([change.status, decision]).to.eql(['MISSED', undefined]);
  });

  it('waits while the price is locked', () => {
    const locked = aPrice({ locked: true, locked_by_saga_ids: [randomUUID()] });
    const running = carryOutChange(price, window(1, 9), { now: utc(1), lowest: 1 }).change;
    expect(expectRejection(() => carryOutChange(locked, window(1, 2), { now: utc(1), lowest: 1 })).code).to.equal('PRICE_LOCKED');
    expect(expectRejection(() => cancelChange(locked, running, utc(2))).code).to.equal('PRICE_LOCKED');
    expect(cancelChange(locked, window(1, 2), utc(1)).change.status).to.equal('CANCELLED');
  });

  it('can be cancelled until it has ended; the value of before is back at once', () => {
    const { change, decision } = carryOutChange(price, window(1, 9), { now: utc(1), lowest: 1 });
    const cancelled = cancelChange(decision!.state, change, utc(3));
    expect(cancelled.change).to.include({ status: 'CANCELLED', ended_at: utc(3) });
    expect(cancelled.decision!.state).to.include({ value: 24.99, reduced: null });
    expect(expectRejection(() => cancelChange(price, cancelled.change, utc(4))).code).to.equal('WRONG_STATE');
  });

  it('keeps others from changing what its window is about, while that runs', () => {
    const { change, decision } = carryOutChange(price, window(1, 9, 0), { now: utc(1), lowest: 1 });
    const free = decision!.state;
    const put = (changes: object) =>
      changePrice(free, anInput({ name: free.name, value: 0, ...changes }), { now: utc(2), pending: [change] });
    for (const [field, changes] of [
      ['value', { value: 30 }],
      ['currency', { currency: 'EUR' }],
      ['unit', { unit: 'per year' }],
    ] as const) {
      const { code, details } = expectRejection(() => put(changes));
      expect([code, details.field, details.in_the_way?.change_id]).to.eql(['OVERLAPPING_CHANGE', field, change.id]);
    }
    expect(put({ name: 'Renamed' })!.state).to.include({ name: 'Renamed', value: 0 });
    expect(put({})).to.equal(undefined);
  });
});

describe('A price that is due to be free', () => {
  it('stays charged once until then', () => {
    const activation = aPrice({ value: 5, unit: 'one-time', charge: { type: 'one-time' } });
    const free = schedule({ at: day(1), value: 0 }, [], activation);
    const put = (changes: object) => changePrice(activation, anInput({ value: 5, unit: 'one-time', ...changes }), { now, pending: [free] });
    expect(expectRejection(() => put({ unit: 'per month' }))).to.deep.include({
      code: 'OVERLAPPING_CHANGE',
      details: { field: 'charge', in_the_way: { change_id: free.id, at: free.at, valid_until: null } },
    });
    expect(put({ value: 6 })!.state.value).to.equal(6);
  });
});

describe('The calendar of a price', () => {
  const minute = (n: number) => new Date(Date.parse(now) + n * 60_000).toISOString();
  type Command =
    | { kind: 'schedule'; after: number; length: number | undefined; cents: number }
    | { kind: 'wait'; minutes: number; lockedFirst: boolean }
    | { kind: 'cancel'; which: number }
    | { kind: 'put'; cents: number };
  const cents = fc.integer({ min: 1, max: 9_999 });
  const command: fc.Arbitrary<Command> = fc.oneof(
    fc.record({
      kind: fc.constant('schedule' as const),
      after: fc.integer({ min: 1, max: 60 }),
      length: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
      cents,
    }),
    fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 50 }), lockedFirst: fc.boolean() }),
    fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }),
    fc.record({ kind: fc.constant('put' as const), cents }),
  );

  /** The rules as the service uses them: changes are carried out late, some twice, and everything is read again from what was stored. */
  class Service {
    price: Price = aPrice({ value: 10 });
    changes: PriceChange[] = [];
    store = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    pending = () => this.changes.filter(({ status }) => status === 'DUE' || status === 'RUNNING');

    settle({ change, decision }: ReturnType<typeof cancelChange>) {
      this.changes = this.changes.map((one) => (one.id === change.id ? this.store(change) : one));
      if (decision) this.price = this.store(decision.state);
    }

    runner(at: string) {
      for (let due = dueChange(this.pending(), at); due; due = dueChange(this.pending(), at)) {
        this.settle(carryOutChange(this.price, due, { now: at, lowest: this.price.value }));
      }
    }
  }

  /** The value for good, as of each moment, and over it whatever window holds that moment. */
  class Model {
    points: { at: number; cents: number }[] = [{ at: -1, cents: 1_000 }];
    windows: { id: string; at: number; until: number; cents: number }[] = [];
    base = (t: number) => this.points.filter(({ at }) => at <= t).reduce((last, one) => (one.at >= last.at ? one : last)).cents;
    at(t: number) {
      return (this.windows.find(({ at, until }) => at <= t && t < until)?.cents ?? this.base(t)) / 100;
    }
  }

  it('gives the price at every moment the value of a sequential model, however late its changes are carried out', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const service = new Service();
        const model = new Model();
        const points = new Map<string, { at: number; cents: number }>();
        let t = 0;
        for (const one of commands) {
          if (one.kind === 'schedule') {
            const at = t + one.after;
            const until = one.length === undefined ? undefined : at + one.length;
            const wanted = { at: minute(at), value: one.cents / 100, ...(until !== undefined && { valid_until: minute(until) }) };
            const id = randomUUID();
            try {
              service.changes.push(
                scheduleChange(wanted, { id, price: service.price, pending: service.pending(), actor: admin, now: minute(t) }),
              );
            } catch {
              continue;
            }
            if (until === undefined) points.set(id, { at, cents: one.cents });
            else model.windows.push({ id, at, until, cents: one.cents });
            if (until === undefined) model.points.push(points.get(id)!);
          } else if (one.kind === 'wait') {
            // A lock, or a service that is down, lets some moments pass unseen.
            if (!one.lockedFirst) for (let step = 1; step < one.minutes; step += 7) service.runner(minute(t + step));
            t += one.minutes;
            service.runner(minute(t));
            service.runner(minute(t));
          } else if (one.kind === 'cancel') {
            const pending = service.pending();
            const change = pending[one.which % (pending.length || 1)];
            if (!change) continue;
            service.settle(cancelChange(service.price, change, minute(t)));
            model.points = model.points.filter((point) => point !== points.get(change.id));
            model.windows = model.windows.flatMap((each) => (each.id !== change.id ? each : each.at <= t ? { ...each, until: t } : []));
          } else {
            const isRunning = service.changes.some(({ status }) => status === 'RUNNING');
            const wanted = anInput({ name: service.price.name, value: one.cents / 100 });
            try {
              const decision = changePrice(service.price, wanted, { now: minute(t), pending: service.pending() });
              if (decision) service.price = decision.state;
            } catch {
              continue;
            }
            if (!isRunning) model.points.push({ at: t, cents: one.cents });
          }
          expect(service.price.value, `minute ${t}`).to.equal(model.at(t));
          expect(service.price.reduced ?? null).to.satisfy(
            (reduced: Price['reduced']) => !reduced || reduced.previous_value > service.price.value,
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

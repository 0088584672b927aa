import { expect } from 'chai';
import { kidOf, newRingKey, publishedAt, rotated, signingAt, withdrawn } from '../src/access/key-ring.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 15, 10, minute));
const from = (minute: number) => ({ signs_from: at(minute).toISOString() });

describe('A key ring', () => {
  it('signs with the key whose time came last, or else with the one whose time comes first', () => {
    const keys = [from(30), from(0), from(10)];
    expect([0, 9, 10, 29, 30, 59].map((minute) => signingAt(keys, at(minute)).signs_from)).to.eql(
      [0, 0, 10, 10, 30, 30].map((minute) => from(minute).signs_from),
    );
    expect(signingAt([from(30), from(20)], at(0))).to.eql(from(20));
  });

  it('publishes a key before it signs, and after it for as long as its tokens live', () => {
    const keys = [from(0), from(10)];
    expect(publishedAt(keys, at(0), 600)).to.eql(keys);
    expect(publishedAt(keys, at(19), 600)).to.eql(keys);
    expect(publishedAt(keys, at(20), 600)).to.eql([from(10)]);
    expect(publishedAt([from(0)], at(59), 60)).to.eql([from(0)]);
  });

  it('is rotated by adding a key; those whose tokens have all expired leave it', () => {
    const [first, second, third] = ['2026-01-01', '2026-01-02', '2026-01-04'].map((day) => newRingKey(`${day}T00:00:00.000Z`));
    const ring = rotated(rotated({ keys: [first!] }, second!, new Date('2026-01-01T23:50:00Z')), third!, new Date('2026-01-03T23:50:00Z'));
    expect(ring.keys).to.eql([second, third]);
  });

  it('gives up a key that is withdrawn, but never its last', () => {
    const [one, other] = [newRingKey('2026-01-01T00:00:00.000Z'), newRingKey('2026-01-02T00:00:00.000Z')] as const;
    expect(withdrawn({ keys: [one, other] }, kidOf(one.private_key))).to.eql({ keys: [other] });
    expect(() => withdrawn({ keys: [one] }, kidOf(one.private_key)))
      .to.throw()
      .with.property('code', 'WRONG_STATE');
    expect(() => withdrawn({ keys: [one] }, 'unknown'))
      .to.throw()
      .with.property('code', 'NOT_FOUND');
  });
});

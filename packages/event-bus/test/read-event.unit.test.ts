import { readEvent } from '../src/read-event.ts';
import { expect } from 'chai';
import { aPriceEvent } from './price-event.ts';

const read = (message: unknown) =>
  readEvent('commercial.pricing.events', Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)));

describe('reading an event', () => {
  it('gives a valid event, with whatever fields a newer publisher added', () => {
    const event = { ...aPriceEvent(), added_later: true };
    expect(read(event)).to.deep.equal({ kind: 'event', event });
  });

  it('accepts a later minor version of the schema and refuses another major one', () => {
    expect(read(aPriceEvent({ schema_version: '1.7' })).kind).to.equal('event');
    expect(read(aPriceEvent({ schema_version: '2.0' })).kind).to.equal('invalid');
  });

  it('knows nothing of new types, nor of types that belong to other topics', () => {
    expect(read(aPriceEvent({ event_type: 'PriceForecast' }))).to.deep.equal({ kind: 'unknown', type: 'PriceForecast' });
    expect(read(aPriceEvent({ event_type: 'OfferingRetired' })).kind).to.equal('unknown');
  });

  it('says what is wrong with an invalid one', () => {
    const { payload } = aPriceEvent();
    const reading = read(aPriceEvent({ event_id: '1', payload: { ...payload, value: 'much' } }));
    expect(reading).to.have.property('kind', 'invalid');
    expect(reading)
      .to.have.property('reason')
      .that.includes('PriceCreated/event_id must match format "uuid"')
      .and.includes('PriceCreated/payload/value must be number');
  });

  for (const message of ['', '{', '[]', 'null', '42', '{"payload":{}}', '{"event_type":7}']) {
    it(`refuses ${message || 'nothing at all'}`, () => {
      expect(read(message).kind).to.equal('invalid');
    });
  }
});

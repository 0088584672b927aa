/** The keys under which the sample is created, and by which it is found again. */
import { expect } from 'chai';
import { externalId, idempotencyKey, readSampleCatalog } from '../src/sample/sample-catalog.ts';

describe('the sample catalog', () => {
  it('gives the same entry the same idempotency key at every start', () => {
    const body = { name: 'Speed 100 Mbps', value: '100', unit_of_measure: 'Mbps' };
    expect(idempotencyKey('characteristics', body)).to.equal(idempotencyKey('characteristics', { ...body }));
    expect(idempotencyKey('characteristics', body)).to.match(/^sample-characteristics-speed-100-mbps-[0-9a-f]{16}$/);
  });

  it('gives another key to another kind, another content and another attempt', () => {
    const body = { name: 'Speed 100 Mbps', value: '100' };
    const keys = [
      idempotencyKey('characteristics', body),
      idempotencyKey('prices', body),
      idempotencyKey('characteristics', { ...body, value: '101' } as { name: string }),
      idempotencyKey('characteristics', body, 1),
    ];
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('writes Turkish letters in Latin ones', () => {
    expect(externalId('Öğrenci Evi Fiber Işıltı İkili')).to.equal('sample-ogrenci-evi-fiber-isilti-ikili');
  });

  it('has keys and external ids that the API takes, each only once', async () => {
    const { offerings, prices } = await readSampleCatalog();
    const ids = offerings.map(({ name }) => externalId(name));
    const keys = [...offerings.map((each) => idempotencyKey('offerings', each)), ...prices.map((each) => idempotencyKey('prices', each))];
    expect(new Set(ids).size).to.equal(ids.length);
    expect(new Set(keys).size).to.equal(keys.length);
    for (const id of ids) expect(id).to.match(/^[\x21-\x7e]{1,100}$/);
    for (const key of keys) expect(key).to.match(/^[\x21-\x7e]{1,200}$/);
  });
});

import { type CatalogClient, CatalogRefusal } from '@catalog/catalog-client';
import { expect } from 'chai';
import type { PriceChange } from '@catalog/contracts';
import { targetOf } from '../src/import/import-target.ts';
import { withCalendar } from '../src/with-calendars.ts';
import type { Thing } from '../src/things.ts';

const price = { id: 'p', name: 'Monthly', value: 10, unit: 'per month', currency: 'USD', charge: null, version: 1 } satisfies Thing;
const wanted = { name: 'Monthly', value: 12, unit: 'per month', currency: 'USD', charge: null } as const;

describe('a replacement', () => {
  let sent: [method: string, call: object][];

  beforeEach(() => {
    sent = [];
  });

  /** `stored` is what others have made of the price when it is asked for, `put` answers the replacement. */
  const catalog = (stored: () => Thing, put: () => Thing) =>
    ({
      async send(method: string, _path: string, call: object) {
        sent.push([method, call]);
        return { status: 200, body: method === 'PUT' ? put() : stored(), headers: new Headers({ etag: `"${stored().version}"` }) };
      },
    }) as unknown as CatalogClient;
  const mismatch = (): never => {
    throw new CatalogRefusal(412, { code: 'VERSION_MISMATCH', message: 'It has been changed' });
  };
  const refusalOf = (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
    work.then(
      () => {
        throw new Error('it was not refused');
      },
      (error: { code: string; message: string }) => error,
    );

  it('names what it replaces as it was read', async () => {
    const replaced = await targetOf(
      catalog(
        () => price,
        () => ({ ...price, ...wanted, version: 2 }),
      ),
    ).write('price', price, wanted);
    expect(replaced).to.include({ value: 12, version: 2 });
    expect(sent).to.eql([
      ['GET', { params: { id: 'p' } }],
      ['PUT', { params: { id: 'p' }, body: wanted, ifMatch: '"1"' }],
    ]);
  });

  it('leaves the value of a window that runs, which is not the one for good', async () => {
    const running = withCalendar({ ...price, value: 5 }, [{ status: 'RUNNING', value: 5, previous_value: 10 } as PriceChange]);
    expect(running.value).to.equal(10);
    const renamed = { ...wanted, name: 'Renamed', value: 10 };
    const replaced = await targetOf(
      catalog(
        () => ({ ...price, value: 5 }),
        () => ({ ...price, name: 'Renamed', value: 5 }),
      ),
    ).write('price', running, renamed);
    expect(sent[1]).to.eql(['PUT', { params: { id: 'p' }, body: { ...renamed, value: 5 }, ifMatch: '"1"' }]);
    expect(replaced).to.include({ name: 'Renamed', value: 10 });
  });

  it('does not overwrite what somebody else has written since', async () => {
    const earlier = await refusalOf(
      targetOf(
        catalog(
          () => ({ ...price, value: 11, version: 2 }),
          () => price,
        ),
      ).write('price', price, wanted),
    );
    expect(earlier.code).to.equal('VERSION_MISMATCH');
    expect(sent.map(([method]) => method)).to.eql(['GET']);
    const meanwhile = await refusalOf(targetOf(catalog(() => price, mismatch)).write('price', price, wanted));
    expect(meanwhile).to.include({ code: 'VERSION_MISMATCH', message: earlier.message });
  });

  it('is done where an earlier attempt of it was not answered', async () => {
    const states = [price, price, { ...price, ...wanted, version: 2 }];
    const replaced = await targetOf(catalog(() => (states.length > 1 ? states.shift()! : states[0]!), mismatch)).write(
      'price',
      price,
      wanted,
    );
    expect(replaced).to.include({ value: 12, version: 2 });
  });
});

import { lineKey } from '@catalog/contracts';
import { connect, inAnyCase, row, sql } from '@catalog/postgres';
import { expect } from 'chai';

describe('text in any case', () => {
  it('is the same to the database as it is to the services', async () => {
    const database = await connect(process.env['POSTGRES_URL']!);
    try {
      for (const text of ['İstanbul', 'ISPARTA', 'ılık', 'Straße', 'ẞ', 'ΟΔΟΣ', 'Ǆ', 'ÇÖĞÜŞ', '\u212A', 'ſ', 'Ԡ', '𐐀']) {
        const lower = await database.oneFirst(sql.type(row<{ lower: string }>())`select ${inAnyCase(sql.fragment`${text}`)} as lower`);
        expect(lower, text).to.equal(lineKey(text));
      }
    } finally {
      await database.end();
    }
  });
});

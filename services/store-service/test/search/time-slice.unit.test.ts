import { expect } from 'chai';
import type { EngineResult } from '../../src/rules/query/search-engine.ts';
import { signedCursors } from '../../src/rules/query/signed-cursors.ts';
import { searchAvailability } from '../../src/search-index/search-availability.ts';
import { similarWordsIn, vocabularyOf } from '../../src/search/mongodb/vocabulary.ts';
import { search } from '../../src/search/search.ts';
import { commonWords, largeCatalog } from '../support/large-catalog.ts';

/** At most so many ms of processor time may pass before others run: far more than one time slice, and far less than all the work. */
const LONGEST_MS = 100;

/** How often others ran while the work was done, and how much processor time it all took. */
async function turnsDuring(work: () => Promise<unknown>): Promise<{ turns: number; usedMs: number }> {
  let turns = 0,
    isDone = false;
  const begun = process.cpuUsage();
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isDone = true;
  const { user } = process.cpuUsage(begun);
  return { turns, usedMs: user / 1_000 };
}

describe('Work that takes long', () => {
  it('lets others have their turn while words are compared with all there are', async () => {
    const letters = (n: number) =>
      n
        .toString(26)
        .padStart(6, '0')
        .replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!);
    const vocabulary = vocabularyOf(Array.from({ length: 100_000 }, (_, i) => `fi${letters(i)}re`));
    const { turns, usedMs } = await turnsDuring(async () => {
      for (let i = 0; i < 8; i++) await similarWordsIn(vocabulary, `fibqqqqr${'abcdefgh'[i]}e`);
    });
    expect(usedMs).to.be.greaterThan(LONGEST_MS);
    expect(turns).to.be.at.least(usedMs / LONGEST_MS);
  });

  it('lets others have their turn while words are marked in a hundred long descriptions', async () => {
    const items = largeCatalog(100).map(({ shown }) => shown);
    const found: EngineResult = {
      total: 100,
      hits: items.map(({ id }) => ({ id, value: 1 })),
      priceCounts: [],
      channels: [],
      categories: [],
      values: [],
      approximate: true,
    };
    const availability = searchAvailability();
    availability.restored();
    const find = search({
      elasticsearch: () => Promise.resolve(found),
      mongodb: () => Promise.resolve(found),
      availability,
      cursors: signedCursors('of the tests'),
      documents: { shown: () => Promise.resolve(items) },
    });
    const query = {
      query: commonWords.map((word) => `${word.slice(0, 3)}x${word.slice(4)}`).join(' '),
      page: 1,
      page_size: 100,
      currency: 'USD' as const,
    };
    const { turns, usedMs } = await turnsDuring(async () => {
      for (let i = 0; i < 5; i++) await find(query);
    });
    expect(usedMs).to.be.greaterThan(LONGEST_MS);
    expect(turns).to.be.at.least(usedMs / LONGEST_MS);
  });
});

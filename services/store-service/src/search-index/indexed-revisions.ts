/** Lists the offerings in the search index, each with the revision it was indexed at; empty if there is no index. */
import { Rejection } from '@catalog/contracts';
import type { Client } from '@elastic/elasticsearch';
import { SearchIndexUnavailable, translateErrors } from './translate-errors.ts';

export type IndexedRevisions = () => Promise<{ _id: string; revision: number }[]>;

const PAGE_SIZE = 1_000;
const options = { requestTimeout: 5_000, maxRetries: 0 };

export const indexedRevisions =
  (client: Client, alias: string): IndexedRevisions =>
  async () => {
    try {
      return await translateErrors(() => allIn(client, alias));
    } catch (error) {
      if (!(error instanceof SearchIndexUnavailable)) throw error;
      throw new Rejection('SERVICE_UNAVAILABLE', 'The search index cannot be asked', { reason: error.message });
    }
  };

async function allIn(client: Client, alias: string): ReturnType<IndexedRevisions> {
  const where = { index: alias, ignore_unavailable: true };
  const found: Awaited<ReturnType<IndexedRevisions>> = [];
  // So that what was just written is listed too.
  await client.indices.refresh(where, options);
  for (let after: string | undefined; ;) {
    const query = { ...where, size: PAGE_SIZE, sort: [{ id: 'asc' as const }], _source: false, version: true };
    const {
      hits: { hits },
    } = await client.search({ ...query, ...(after !== undefined && { search_after: [after] }) }, options);
    found.push(...hits.map(({ _id, _version }) => ({ _id: _id as string, revision: _version as number })));
    if (hits.length < PAGE_SIZE) return found;
    after = hits.at(-1)?.sort?.[0] as string;
  }
}

/** Sends writes to Elasticsearch in one request and returns the ids it refuses for good; an outdated revision counts as written. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { SearchIndexRefusal, SearchIndexUnavailable, translateErrors } from './translate-errors.ts';

type IndexWrite = { action: estypes.BulkOperationContainer; document?: object };

const options = { requestTimeout: 10_000, maxRetries: 0 };
/** The index has this revision already, or a newer one. */
const VERSION_CONFLICT = 409;

/** A batch that is refused as a whole is halved until the writes that cannot be taken are alone. */
export async function bulkWrite(client: Client, writes: IndexWrite[]): Promise<string[]> {
  if (writes.length === 0) return [];
  try {
    return await translateErrors(() => send(client, writes));
  } catch (error) {
    if (!(error instanceof SearchIndexRefusal)) throw error;
    if (writes.length === 1) return [idOf(writes[0] as IndexWrite)];
    const half = writes.length / 2;
    return [...(await bulkWrite(client, writes.slice(0, half))), ...(await bulkWrite(client, writes.slice(half)))];
  }
}

const idOf = ({ action }: IndexWrite): string => (action.index ?? action.delete)?._id as string;

async function send(client: Client, writes: IndexWrite[]): Promise<string[]> {
  const operations = writes.flatMap(({ action, document }) => (document ? [action, document] : [action]));
  const response = await client.bulk({ operations }, options);
  const failed = response.items.flatMap((item) => Object.values(item)).filter(({ error, status }) => error && status !== VERSION_CONFLICT);
  const temporary = failed.find(({ status }) => status === 404 || status === 429 || status >= 500);
  if (temporary) throw new SearchIndexUnavailable(temporary.error?.reason ?? `status ${temporary.status}`);
  return failed.map(({ _id }) => _id as string);
}

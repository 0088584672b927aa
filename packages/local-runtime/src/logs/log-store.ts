/** The logs in Elasticsearch, one index a day; deletes old days itself, because the local engine has no lifecycle management. */
import { Client, type estypes } from '@elastic/elasticsearch';
import { readFile } from 'node:fs/promises';
import { LOG_INDEX_PREFIX, type LogEntry, logIndexOf } from './log-entry.ts';

export type LogStore = {
  prepare(): Promise<void>;
  /** Idempotent. Resolves to the number of entries that Elasticsearch rejects in any form. */
  write(entries: readonly LogEntry[]): Promise<number>;
  deleteBefore(time: Date): Promise<void>;
  close(): Promise<void>;
};

const ANSWER_LIMIT_MS = 5_000;

export function logStoreAt(url: string): LogStore {
  const client = new Client({ node: url, maxRetries: 0, requestTimeout: ANSWER_LIMIT_MS });
  return {
    async prepare() {
      const { index_patterns, composed_of, priority, template } = await kept<IndexTemplate>('index-template.json');
      const { 'index.lifecycle.name': _, ...settings } = template.settings;
      await client.cluster.putComponentTemplate({ name: 'catalog-log-fields', ...(await kept<FieldsTemplate>('log-fields.json')) });
      await client.indices.putIndexTemplate({ name: 'catalog-logs', index_patterns, composed_of, priority, template: { settings } });
    },

    async write(entries) {
      const refused = await send(client, entries);
      return refused.length === 0 ? 0 : (await send(client, refused.map(withContextAsText))).length;
    },

    async deleteBefore(time) {
      const first = logIndexOf(time.toISOString());
      const indices = await client.cat.indices({ index: `${LOG_INDEX_PREFIX}*`, h: ['index'], format: 'json' });
      const old = indices.flatMap(({ index }) => (index !== undefined && index < first ? [index] : []));
      if (old.length > 0) await client.indices.delete({ index: old, ignore_unavailable: true });
    },

    close: () => client.close(),
  };
}

type IndexTemplate = {
  index_patterns: string[];
  composed_of: string[];
  priority: number;
  template: { settings: Record<string, string | number> };
};
type FieldsTemplate = Pick<estypes.ClusterPutComponentTemplateRequest, 'template'>;

const templates = new URL('../../../../observability/elasticsearch/', import.meta.url);

const kept = async <T>(file: string): Promise<T> => JSON.parse(await readFile(new URL(file, templates), 'utf8')) as T;

/** Resolves to the entries rejected as invalid; throws if one failed for another reason, such as overload, so that all are sent again. */
async function send(client: Client, entries: readonly LogEntry[]): Promise<LogEntry[]> {
  const { items } = await client.bulk({
    operations: entries.flatMap(({ id, index, document }) => [{ index: { _index: index, _id: id } }, document]),
  });
  const refused = entries.flatMap((entry, at) => {
    const { status = 0, error } = items[at]?.index ?? {};
    if (status < 300) return [];
    if (status !== 400) throw new Error(`Elasticsearch answered ${status} for a line: ${error?.reason}`);
    return [entry];
  });
  return refused;
}

/** A field whose type contradicts the template must not lose the whole line. */
const withContextAsText = ({ document: { context, ...rest }, ...entry }: LogEntry): LogEntry => ({
  ...entry,
  document: { ...rest, context_as_text: JSON.stringify(context) },
});

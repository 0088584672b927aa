/** Finds log lines in Elasticsearch, in the order in which they were logged, and follows those to come. */
import { Client, errors, type estypes } from '@elastic/elasticsearch';
import { setTimeout as pause } from 'node:timers/promises';
import type { LogLine } from './log-line.ts';

export type LogQuery = {
  correlationId?: string | undefined;
  traceId?: string | undefined;
  service?: string | undefined;
  levels?: readonly string[] | undefined;
  since?: Date | undefined;
};
export type LogSearch = {
  /** All lines that are there, oldest first. */
  find(query: LogQuery): AsyncGenerator<LogLine>;
  /** The same, then each new line, endlessly. */
  follow(query: LogQuery): AsyncGenerator<LogLine>;
  close(): Promise<void>;
};

const INDICES = 'catalog-logs-*';
const PAGE = 1000;
const LOOK_EVERY_MS = 1000;
/** Lines may arrive out of order by this much. */
const LATENESS_MS = 60_000;

export function logSearchAt(url: string): LogSearch {
  const client = new Client({ node: url, maxRetries: 0, requestTimeout: 30_000 });

  async function page(query: LogQuery, after: estypes.SortResults | undefined): Promise<Hit[]> {
    const { hits } = await client
      .search<LogLine>({
        index: INDICES,
        ignore_unavailable: true,
        track_total_hits: false,
        size: PAGE,
        query: { bool: { filter: filtersOf(query) } },
        // Lines of one service with the same timestamp keep the order of its log file.
        sort: [{ '@timestamp': { order: 'asc' } }, { service: 'asc' }, { 'log.offset': { order: 'asc', unmapped_type: 'long' } }],
        ...(after && { search_after: after }),
      })
      .catch((error: unknown) => {
        throw unreachable(url, error);
      });
    return hits.hits;
  }

  async function* hitsOf(query: LogQuery): AsyncGenerator<Hit> {
    for (let after: estypes.SortResults | undefined; ;) {
      const hits = await page(query, after);
      yield* hits;
      if (hits.length < PAGE) return;
      after = hits.at(-1)?.sort;
    }
  }

  return {
    async *find(query) {
      for await (const { _source } of hitsOf(query)) if (_source) yield _source;
    },

    async *follow(query) {
      const seen = new Map<string, number>();
      for (let { since } = query; ; await pause(LOOK_EVERY_MS)) {
        for await (const { _id = '', _source } of hitsOf({ ...query, since })) {
          if (!_source || seen.has(_id)) continue;
          seen.set(_id, Date.parse(_source.timestamp));
          yield _source;
        }
        since = forgetOld(seen, query.since);
      }
    },

    close: () => client.close(),
  };
}

type Hit = estypes.SearchHit<LogLine>;

function filtersOf({ correlationId, traceId, service, levels, since }: LogQuery): estypes.QueryDslQueryContainer[] {
  return [
    ...(correlationId === undefined ? [] : [{ term: { correlation_id: correlationId } }]),
    ...(traceId === undefined ? [] : [{ term: { trace_id: traceId } }]),
    ...(service === undefined ? [] : [{ term: { service } }]),
    ...(levels === undefined ? [] : [{ terms: { level: [...levels] } }]),
    ...(since === undefined ? [] : [{ range: { '@timestamp': { gte: since.toISOString() } } }]),
  ];
}

/** Forgets ids that are too old to be returned again, and gives the time from which to search next. */
function forgetOld(seen: Map<string, number>, since: Date | undefined): Date | undefined {
  if (seen.size === 0) return since;
  const newest = [...seen.values()].reduce((latest, time) => Math.max(latest, time), 0);
  const from = Math.max(newest - LATENESS_MS, since?.getTime() ?? 0);
  for (const [id, time] of seen) if (time < from) seen.delete(id);
  return new Date(from);
}

function unreachable(url: string, error: unknown): unknown {
  const { origin } = new URL(url);
  if (error instanceof errors.ResponseError) return new Error(`Elasticsearch at ${origin} refuses: ${error.message}`, { cause: error });
  if (error instanceof errors.ElasticsearchClientError)
    return new Error(
      `Elasticsearch at ${origin} cannot be reached: ${error.message}. Start the catalog, or name another by --elasticsearch.`,
      { cause: error },
    );
  return error;
}

/** Answers the operations of the store. */
import { Rejection } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, type Request } from '@catalog/http/server';
import type { api, RebuildJob, SearchResult } from './api.ts';
import type { PublishedOfferings } from './documents/index.ts';
import { driftReport, type FindDrift, type RebuildJobs } from './maintenance/index.ts';
import type { Related, Search, Suggest } from './search/index.ts';

type Needs = {
  search: Search;
  suggest: Suggest;
  related: Related;
  documents: Pick<PublishedOfferings, 'shown'>;
  rebuilds: Pick<RebuildJobs, 'start' | 'get'>;
  findDrift: FindDrift;
};

export const handlers = ({ search, suggest, related, documents, rebuilds, findDrift }: Needs): Handlers<typeof api> => {
  const runSearch = async ({ query, path }: Request<typeof api.operations.searchStore>) => {
    const result = await search(query);
    const links = query.cursor === undefined ? linksOf(result, { query, path }) : {};
    return { status: 200 as const, body: result, headers: { ...links, ...etagHeader(result) } };
  };
  const startJob = (scope: RebuildJob['scope']) => async () => {
    const job = await rebuilds.start(scope);
    return { status: 202 as const, body: job, headers: { Location: `/api/v1/store/rebuilds/${job.id}` } };
  };
  return {
    listStoreOfferings: runSearch,
    searchStore: runSearch,

    suggestStoreOfferings: async ({ query }) => {
      const suggestions = await suggest(query);
      return { status: 200, body: suggestions, headers: etagHeader(suggestions) };
    },

    getStoreOffering: async ({ params }) => {
      const [offering] = await documents.shown([params.id]);
      if (!offering) throw new Rejection('NOT_FOUND', `There is no published offering ${params.id}`);
      const details = { ...offering, related: await related(offering) };
      return { status: 200, body: details, headers: etagHeader(details) };
    },

    getDrift: async () => ({ status: 200, body: driftReport(await findDrift(), new Date()) }),

    startRepair: startJob('DRIFT'),

    startRebuild: startJob('ALL'),

    getRebuild: async ({ params }) => ({ status: 200, body: await rebuilds.get(params.id) }),
  };
};

/** Lets a cache ask whether the reply has changed. */
const etagHeader = (body: object): Record<string, string> => ({ ETag: etagOf('store', JSON.stringify(body)) });

const linksOf = (result: SearchResult, request: Parameters<typeof pageReply>[1]): Record<string, string> =>
  pageReply(result, request).headers ?? {};

/** Answers the operations of the store. */
import { Rejection } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, type Request } from '@catalog/http/server';
import type { api, SearchResult } from './api.ts';
import type { PublishedOfferings } from './published-offerings.ts';
import type { RebuildJobs } from './rebuild-jobs.ts';
import type { Search } from './search.ts';

type Needs = { search: Search; documents: Pick<PublishedOfferings, 'shown'>; rebuilds: Pick<RebuildJobs, 'start' | 'get'> };

export const handlers = ({ search, documents, rebuilds }: Needs): Handlers<typeof api> => {
  const searched = async ({ query, path }: Request<typeof api.operations.searchStore>) => {
    const result = await search(query);
    return { status: 200 as const, body: result, headers: query.cursor === undefined ? linksOf(result, { query, path }) : {} };
  };
  return {
    listStoreOfferings: searched,
    searchStore: searched,

    getStoreOffering: async ({ params }) => {
      const [offering] = await documents.shown([params.id]);
      if (!offering) throw new Rejection('NOT_FOUND', `There is no published offering ${params.id}`);
      return { status: 200, body: offering, headers: { ETag: etagOf(offering.id, JSON.stringify(offering)) } };
    },

    startRebuild: async () => {
      const job = await rebuilds.start();
      return { status: 202, body: job, headers: { Location: `/api/v1/store/rebuilds/${job.id}` } };
    },

    getRebuild: async ({ params }) => ({ status: 200, body: await rebuilds.get(params.id) }),
  };
};

const linksOf = (result: SearchResult, request: Parameters<typeof pageReply>[1]): Record<string, string> =>
  pageReply(result, request).headers ?? {};

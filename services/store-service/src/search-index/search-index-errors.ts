/** What it means that Elasticsearch failed: it cannot be asked at all, or it refuses what it was asked, which is nobody's outage. */
import { errors } from '@elastic/elasticsearch';

/** It does not answer, or not as it should: what was to be written stays due. */
export class SearchIndexUnavailable extends Error {}

/** It is there and will have none of this request, which is our fault: everything else goes on as it was. */
export class SearchIndexRefusal extends Error {}

/** The client's own errors become one of these, whose message names what failed. */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof errors.ElasticsearchClientError)) throw error;
    const Trouble = isRefusal(error) ? SearchIndexRefusal : SearchIndexUnavailable;
    throw new Trouble(error.message.slice(0, MESSAGE_LENGTH).toWellFormed(), { cause: error });
  }
}

/** A failure of this one request: another, asked at the same time, may well have been answered. */
export const isOfOneRequest = ({ cause }: Error): boolean => cause instanceof errors.TimeoutError || cause instanceof errors.ResponseError;

const MESSAGE_LENGTH = 500;
/** Of these it is not the request that is wrong: credentials, permission, no index, not in time, too many requests. */
const ofTheIndex = new Set([401, 403, 404, 408, 429]);

function isRefusal(error: errors.ElasticsearchClientError): boolean {
  if (error instanceof errors.SerializationError) return true;
  const status = error instanceof errors.ResponseError ? error.statusCode ?? 0 : 0;
  return status >= 400 && status < 500 && !ofTheIndex.has(status);
}

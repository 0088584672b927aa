/** Sorts failures of Elasticsearch into two: it is unavailable, or it refuses this one request. */
import { errors } from '@elastic/elasticsearch';

/** It does not answer, or not as it should: what was to be written stays pending. */
export class SearchIndexUnavailable extends Error {}

/** It answers but rejects this request, which is a fault of the store's: other requests go on as before. */
export class SearchIndexRefusal extends Error {}

/** Turns the client's own errors into one of these, with a message that names what failed. */
export async function translateErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof errors.ElasticsearchClientError)) throw error;
    const SearchIndexError = isRefusal(error) ? SearchIndexRefusal : SearchIndexUnavailable;
    throw new SearchIndexError(error.message.slice(0, MESSAGE_LENGTH).toWellFormed(), { cause: error });
  }
}

/** Whether another request, sent at the same time, may well have been answered. */
export const concernsOneRequest = ({ cause }: Error): boolean =>
  cause instanceof errors.TimeoutError || cause instanceof errors.ResponseError;

const MESSAGE_LENGTH = 500;
/** Not the request's fault: credentials, permission, missing index, time limit, too many requests. */
const unavailableStatuses = new Set([401, 403, 404, 408, 429]);

function isRefusal(error: errors.ElasticsearchClientError): boolean {
  if (error instanceof errors.SerializationError) return true;
  const status = error instanceof errors.ResponseError ? (error.statusCode ?? 0) : 0;
  return status >= 400 && status < 500 && !unavailableStatuses.has(status);
}

/** Sends a request to a catalog, waits when asked to, and repeats what failed for the moment where that is safe. */
import type { ErrorBody } from '@catalog/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { CatalogRefusal } from './catalog-refusal.ts';
import { CatalogUnreachable } from './catalog-unreachable.ts';
import { type Answer, type CatalogRequest, sendRequest } from './send-request.ts';

export type Retries = {
  attempts: number;
  longestPauseMs: number;
  /** Whether to try again when nothing answered at all. */
  whenUnreachable: boolean;
};

export const LOGIN = '/api/v1/auth/login';
const FIRST_PAUSE_MS = 250;

/** Resolves to an answer below 400. */
export async function sendWithRetries(request: CatalogRequest, { attempts, longestPauseMs, whenUnreachable }: Retries): Promise<Answer> {
  const { method, path, idempotencyKey, signal } = request;
  const isSafe = method !== 'POST' || path === LOGIN || idempotencyKey !== undefined;
  for (let attempt = 1; ; attempt += 1) {
    const mayRepeat = attempt < attempts;
    const answer = await sendRequest(request).catch((error: unknown) => {
      if (mayRepeat && isSafe && whenUnreachable && error instanceof CatalogUnreachable) return undefined;
      throw error;
    });
    if (answer && !(mayRepeat && (answer.status === 429 || (isSafe && isTemporary(answer))))) return accepted(answer, request);
    const askedMs = (Number(answer?.headers.get('retry-after')) || 0) * 1000;
    const pauseMs = Math.min(Math.max(askedMs, FIRST_PAUSE_MS * 2 ** (attempt - 1)), longestPauseMs);
    await pause(pauseMs * (1 + Math.random() / 4), undefined, { signal });
  }
}

const isTemporary = (answer: Answer): boolean =>
  [502, 503, 504].includes(answer.status) || errorIn(answer)?.code === 'IDEMPOTENCY_KEY_IN_FLIGHT';

function accepted(answer: Answer, { url, method, path }: CatalogRequest): Answer {
  if (answer.status < 400) return answer;
  const error = errorIn(answer);
  if (error) throw new CatalogRefusal(answer.status, error);
  throw new CatalogUnreachable(`${method} ${url}${path} was answered with ${answer.status}, but not as a catalog answers`, true);
}

const errorIn = ({ body }: Answer): ErrorBody['error'] | undefined => (body as Partial<ErrorBody> | undefined)?.error;

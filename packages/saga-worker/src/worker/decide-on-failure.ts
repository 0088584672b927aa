/** Decides what follows when a step failed: the publication fails, the step is retried later, or it waits for an operator. Pure. */
import { type ErrorCode, Rejection } from '@catalog/contracts';
import { growingDelay } from '@catalog/timing';
import { attemptsAllowed, type SagaWorkerSettings } from '../saga-worker-settings.ts';
import { isPublishing, type TaskTopic } from '../task-topics.ts';

export type FailureDecision =
  | { kind: 'fail-publication'; code: string; message: string }
  | { kind: 'try-again'; retries: number; delayMs: number }
  | { kind: 'wait-for-operator' };

const STEP_FAILED = 'STEP_FAILED';

export type FailedAttempt = {
  topic: TaskTopic;
  error: unknown;
  /** As the engine has it: null before the first failure. */
  retries: number | null;
  settings: Pick<SagaWorkerSettings, 'retries' | 'settlingRetries' | 'retryDelayMs' | 'maxRetryDelayMs'>;
  /** 0 ≤ random < 1 */
  random: number;
};

export function decideOnFailure({ topic, error, retries, settings, random }: FailedAttempt): FailureDecision {
  const publishing = isPublishing(topic);
  if (publishing && isRefusal(error)) return { kind: 'fail-publication', code: error.code, message: error.message };
  const allowed = attemptsAllowed(topic, settings);
  const left = (retries ?? allowed) - 1;
  if (left > 0) return { kind: 'try-again', retries: left, delayMs: delayBefore(allowed - left, settings, random) };
  if (!publishing) return { kind: 'wait-for-operator' };
  const message = `${topic} failed ${allowed} times for technical reasons; the log tells why`;
  return { kind: 'fail-publication', code: STEP_FAILED, message };
}

/** Rejections that blame a server, not the publication: another attempt may succeed. */
const technical: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'INTERNAL_ERROR',
  'UPSTREAM_ERROR',
  'UPSTREAM_TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'TOO_MANY_REQUESTS',
]);

const isRefusal = (error: unknown): error is Rejection => error instanceof Rejection && !technical.has(error.code);

const delayBefore = (attempt: number, { retryDelayMs, maxRetryDelayMs }: FailedAttempt['settings'], random: number): number =>
  Math.round(growingDelay(Math.max(attempt - 1, 0), { first: retryDelayMs, limit: maxRetryDelayMs }, random));

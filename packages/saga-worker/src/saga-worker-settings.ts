/** How a saga worker polls, locks and tries again. */
import { isPublishing } from './task-topics.ts';

export type SagaWorkerSettings = {
  /** How long a task is locked when it is handed out. Short, because the open poll of a worker that died still takes tasks. */
  claimMs: number;
  /** How long it is locked once its step has taken half of `claimMs`; a step must be done within 80 % of it. */
  lockDurationMs: number;
  /** Tasks of one topic that are fetched by one poll, and run at a time; a slow topic takes no place from another. */
  maxTasks: number;
  /** How long the engine keeps a poll open. It looks for due retries and expired locks only when a poll begins: they wait that long. */
  longPollMs: number;
  /** How much later than that its answer may come; then it is taken to hang, and polled again. */
  pollMarginMs: number;
  /** Attempts of a publishing step, then the publication fails. */
  retries: number;
  /** Attempts of a settling step, then an incident waits for an operator. */
  settlingRetries: number;
  /** The delay before the second attempt; it doubles from attempt to attempt, up to `maxRetryDelayMs`. */
  retryDelayMs: number;
  maxRetryDelayMs: number;
  /** How long stop() waits for the tasks in flight. */
  stopLimitMs: number;
};

export const defaultSettings: SagaWorkerSettings = {
  claimMs: 3_000,
  lockDurationMs: 60_000,
  maxTasks: 10,
  longPollMs: 3_000,
  pollMarginMs: 10_000,
  retries: 3,
  settlingRetries: 10,
  retryDelayMs: 1_000,
  maxRetryDelayMs: 60_000,
  stopLimitMs: 10_000,
};

type Attempts = Pick<SagaWorkerSettings, 'retries' | 'settlingRetries'>;

export const attemptsAllowed = (topic: string, { retries, settlingRetries }: Attempts): number =>
  isPublishing(topic) ? retries : settlingRetries;

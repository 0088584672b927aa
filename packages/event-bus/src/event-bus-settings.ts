/** The defaults of the event bus; tests shorten the times. */
import type { Growth } from '@catalog/timing';

export type EventBusSettings = {
  /** Before the second try, the third, …; after the last one an event becomes a dead letter. */
  retryDelaysMs: readonly number[];
  /** How long the broker may take to confirm what was published. */
  confirmTimeoutMs: number;
  /** How long a stop waits for handlers that are running. */
  drainTimeoutMs: number;
  reconnect: Growth;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const defaultEventBusSettings: EventBusSettings = {
  retryDelaysMs: [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE],
  confirmTimeoutMs: 3 * SECOND,
  drainTimeoutMs: 10 * SECOND,
  reconnect: { first: 200, limit: 5 * SECOND },
};

/** How the bus behaves where nothing else is said; tests shorten the times. */
import type { Growth } from '@catalog/timing';

export type EventBusSettings = {
  /** After a handler failed for the first time, the second, …; when they are used up the event goes to the dead letters. */
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

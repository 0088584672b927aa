/** How the relay behaves where nothing else is said; tests shorten the times. */
import type { Growth } from '@catalog/timing';

export type OutboxSettings = {
  batchSize: number;
  /** While one batch waits for its confirms, the next is taken. */
  batchesAtOnce: number;
  /** Finds what no notification told of. */
  fallbackPollMs: number;
  /** How long a publish may take as a whole before it counts as an outage. */
  publishTimeoutMs: number;
  /** A message that was refused this often is FAILED and waits for an operator. */
  maxTries: number;
  /** Before the next try of one refused message. */
  retry: Growth;
  /** Before the next try of anything, while the broker or the database is away. */
  outage: Growth;
  /** How long a relay stays awake after the last event, so that a burst is one drain. */
  lingerMs: number;
  probeMs: number;
  measureMs: number;
  housekeepingMs: number;
  /** How long SENT rows stay. */
  retentionMs: number;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

export const defaultOutboxSettings: OutboxSettings = {
  batchSize: 500,
  batchesAtOnce: 3,
  fallbackPollMs: SECOND,
  publishTimeoutMs: 10 * SECOND,
  maxTries: 10,
  retry: { first: SECOND, limit: 5 * MINUTE },
  outage: { first: 200, limit: 5 * SECOND },
  lingerMs: 50,
  probeMs: 10 * SECOND,
  measureMs: 5 * SECOND,
  housekeepingMs: MINUTE,
  retentionMs: 7 * DAY,
};

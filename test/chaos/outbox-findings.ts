/** Compares what was written with what the subscriber got: what must never happen, and what at-least-once allows. */
import { isDeepStrictEqual } from 'node:util';
import type { Heard } from './outbox-consumer.ts';
import type { Truth } from './outbox-write-side.ts';

export type Findings = {
  events: number;
  /** Delivered again, with the same event_id: allowed. */
  duplicates: number;
  /** Committed, and never heard of. */
  lost: number;
  /** Heard of, though never committed. */
  phantom: number;
  /** Versions of a price that came under more than one event_id. */
  reidentified: number;
  /** Prices whose state at the consumer is not that of the write side. */
  differing: number;
  /** Rows that are not SENT though everything is over. */
  unsettled: number;
  /** Prices of which an acknowledged commit is not in the database. */
  broken_promises: number;
};

export function findingsOf({ prices, events, promised }: Truth, heard: Heard): Findings {
  const written = new Set(events.map(({ event_id }) => event_id));
  const came = [...heard.events.values()];
  const idsByVersion = Map.groupBy(came, ({ aggregate_id, entity_version }) => `${aggregate_id} ${entity_version}`);
  return {
    events: events.length,
    duplicates: came.reduce((sum, { times }) => sum + times - 1, 0),
    lost: events.filter(({ event_id }) => !heard.events.has(event_id)).length,
    phantom: came.filter(({ event_id }) => !written.has(event_id)).length,
    reidentified: [...idsByVersion.values()].filter((ids) => ids.length > 1).length,
    differing: [...prices].filter(([id, price]) => !isDeepStrictEqual(heard.prices.get(id), price)).length,
    unsettled: events.filter(({ status }) => status !== 'SENT').length,
    broken_promises: [...promised].filter(([id, version]) => (prices.get(id)?.version ?? 0) < version).length,
  };
}

export const isSound = ({ lost, phantom, reidentified, differing, unsettled, broken_promises }: Findings): boolean =>
  lost + phantom + reidentified + differing + unsettled + broken_promises === 0;

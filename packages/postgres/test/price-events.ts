/** Events to write in tests. */
import { randomUUID } from 'node:crypto';
import { appendEvent, type Database, type DomainEvent } from '@catalog/postgres';

function aPriceCreated({ id = randomUUID(), version = 1 } = {}): DomainEvent {
  const now = new Date().toISOString();
  return {
    type: 'PriceCreated',
    payload: {
      id,
      name: 'Fibre 100 monthly',
      value: 24.99,
      unit: 'per month',
      currency: 'USD',
      locked: false,
      locked_by_saga_ids: [],
      version,
      created_at: now,
      updated_at: now,
    },
  };
}

/** Writes one event in a transaction of its own and gives the id of the thing it tells of. */
export async function writeEvent(database: Database, beforeCommit: (tx: Database) => Promise<unknown> = async () => {}): Promise<string> {
  const event = aPriceCreated();
  await database.transaction(async (tx) => {
    await appendEvent(tx, event);
    await beforeCommit(tx);
  });
  return event.payload.id;
}

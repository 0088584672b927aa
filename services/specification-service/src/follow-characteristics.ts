/** Follows what happens to characteristics: the replica is kept up to date, and specifications that list a deleted one become invalid. */
import type { Actor, EventOnTopic } from '@catalog/contracts';
import { type Database, sql } from '@catalog/postgres';
import { characteristicReplicas } from './characteristic-replicas.ts';
import { loseCharacteristic } from './rules/index.ts';
import { idsListing, specifications } from './specifications.ts';

/** Nobody in person: what a characteristic's event brings about. */
const follower: Actor = { subject: 'specification-service', username: 'characteristic events', role: 'SERVICE' };

type CharacteristicChange = EventOnTopic['resource.characteristics.events'];

/**
 * The tombstone is committed first. It waits for whoever holds the characteristic, so every specification that lists it is then either
 * visible here or refused over there: none slips through. What fails half-way is done by the repeated event.
 */
export const followCharacteristics =
  ({ database, now }: { database: Database; now: () => string }) =>
  async (event: CharacteristicChange): Promise<void> => {
    await characteristicReplicas(database).apply(event);
    if (event.event_type !== 'CharacteristicDeleted') return;
    const { id } = event.payload;
    for (const listing of await idsListing(database, id)) {
      const isListing = sql.fragment`id = ${listing}`;
      await specifications(database, follower).changeAll(isListing, (current) => loseCharacteristic(current, id, now()));
    }
  };

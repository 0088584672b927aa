/** Follows what happens to characteristics: the replica is kept up to date, and specifications that list a deleted one become invalid. */
import type { EventOnTopic } from '@catalog/contracts';
import type { Database } from '@catalog/postgres';
import { characteristicReplica } from './characteristic-lookups.ts';
import { loseCharacteristic } from './specification.ts';
import { specifications } from './specifications.ts';

type CharacteristicChange = EventOnTopic['resource.characteristics.events'];

/**
 * The tombstone is committed first. It waits for whoever holds the characteristic, so every specification that lists it is then either
 * visible here or refused over there: none slips through. What fails half-way is done by the repeated event.
 */
export const followCharacteristics = ({ database, now }: { database: Database; now: () => string }) =>
  async (event: CharacteristicChange): Promise<void> => {
    await characteristicReplica(database).apply(event);
    if (event.event_type !== 'CharacteristicDeleted') return;
    const { id } = event.payload;
    for (const listing of await specifications(database).idsListing(id)) {
      await specifications(database).changeIfThere(listing, (current) => loseCharacteristic(current, id, now()));
    }
  };

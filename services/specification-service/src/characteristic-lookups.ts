/** Which characteristics exist, as their events have told so far; their own service is asked, once, about those never heard of. */
import { catalogReader } from '@catalog/catalog-client';
import type { Characteristic } from '@catalog/contracts';
import type { ServiceClient } from '@catalog/http/client';
import { type Database, replica } from '@catalog/postgres';

export const characteristicReplicas = (database: Database) => replica<Characteristic>(database, 'characteristic_replicas');

/** Whoever decides by characteristics learns of them first, before a transaction is open, and then holds them in it. */
export type LearnOf = (ids: readonly string[], authorization: string | undefined) => Promise<void>;

/** Refuses with SERVICE_UNAVAILABLE when it must ask and gets no answer. That an id does not exist is for the rules to refuse. */
export const learnOfCharacteristics = (database: Database, client: ServiceClient): LearnOf => async (ids, authorization) => {
  await characteristicReplicas(database).findOrFetch(ids, (unheard) =>
    catalogReader((_, path) => client.get(path, { authorization })).byIds('characteristics', unheard));
};

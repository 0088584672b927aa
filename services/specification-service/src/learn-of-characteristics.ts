/** Asks the characteristic service, once, about characteristics whose events have not arrived yet. */
import { catalogReader } from '@catalog/catalog-client';
import type { ServiceClient } from '@catalog/http/client';
import type { Database } from '@catalog/postgres';
import { characteristicReplicas } from './characteristic-replicas.ts';

/** Whoever decides by characteristics learns of them first, before a transaction is open, and then holds them in it. */
export type LearnOf = (ids: readonly string[], authorization: string | undefined) => Promise<void>;

/** Refuses with SERVICE_UNAVAILABLE when it must ask and gets no answer. That an id does not exist is for the rules to refuse. */
export const learnOfCharacteristics =
  (database: Database, client: ServiceClient): LearnOf =>
  async (ids, authorization) => {
    await characteristicReplicas(database).findOrFetch(ids, (unknown) =>
      catalogReader((_, path) => client.get(path, { authorization })).byIds('characteristics', unknown),
    );
  };

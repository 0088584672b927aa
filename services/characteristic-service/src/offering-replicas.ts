/** Which offerings show which specifications, and so their characteristics: a replica of the offerings, fed by their events. */
import type { Offering } from '@catalog/contracts';
import { type Database, replica } from '@catalog/postgres';

export const offeringReplicas = (database: Database) => replica<Offering>(database, 'offering_replicas');

/** Which characteristics exist: a replica of them, fed by their events. */
import type { Characteristic } from '@catalog/contracts';
import { type Database, replica } from '@catalog/postgres';

export const characteristicReplicas = (database: Database) => replica<Characteristic>(database, 'characteristic_replicas');

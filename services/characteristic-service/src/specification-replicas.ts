/** Which specifications use which characteristics: a replica of the specifications, fed by their events. */
import type { Specification } from '@catalog/contracts';
import { type Database, replica } from '@catalog/postgres';

export const specificationReplicas = (database: Database) => replica<Specification>(database, 'specification_replicas');

/** Wires the characteristic service and runs it. */
import { offeringReplicas } from '@catalog/postgres';
import { runWriteSide } from '@catalog/write-side';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { specificationReplicas } from './specification-replicas.ts';
import { tableRetention as tables } from './table-retention.ts';

const service = 'characteristic-service';
const migrations = new URL('../migrations/', import.meta.url);

await runWriteSide({ service, readConfig, migrations, tables }, ({ database, now }) => ({
  api,
  handlers: handlers({ database, now }),
  events: {
    'resource.specifications.events': specificationReplicas(database).apply,
    'product.offerings.events': offeringReplicas(database).apply,
  },
}));

/** Wires the gadget service and runs it. */
import { runWriteSide } from '@catalog/write-side';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { tableRetention as tables } from './table-retention.ts';

const migrations = new URL('../migrations/', import.meta.url);

await runWriteSide({ service: 'gadget-service', readConfig, migrations, tables }, ({ database, now }) => ({
  api,
  handlers: handlers({ database, now }),
}));

/** Wires the pricing service and runs it. */
import { publicationSaga } from '@catalog/contracts';
import { offeringReplicas } from '@catalog/postgres';
import { runWriteSide } from '@catalog/write-side';
import { api } from './api.ts';
import { calendarHandlers, startCalendarMetrics, startCalendarRunner } from './calendar/index.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { priceLocks } from './price-locks.ts';
import { sagaSteps } from './saga-steps.ts';
import { tableRetention as tables } from './table-retention.ts';

const service = 'pricing-service';
const migrations = new URL('../migrations/', import.meta.url);

await runWriteSide({ service, readConfig, migrations, tables }, ({ config, database, now, resources }) => {
  const runner = resources.adopt(startCalendarRunner({ database, now }), (running) => running.stop());
  resources.adopt(startCalendarMetrics(database), (running) => running.stop());
  return {
    api,
    handlers: handlers({ database, now, calendar: calendarHandlers({ database, now, calendarChanged: runner.wake }) }),
    events: { 'product.offerings.events': offeringReplicas(database).apply },
    saga: { engine: config, steps: sagaSteps(priceLocks(database, publicationSaga(service))) },
  };
});

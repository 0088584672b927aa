/** Wires the specification service and runs it. */
import { publicationSaga } from '@catalog/contracts';
import { createClient } from '@catalog/http/client';
import { offeringReplicas } from '@catalog/postgres';
import { runWriteSide } from '@catalog/write-side';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { followCharacteristics } from './follow-characteristics.ts';
import { handlers } from './handlers.ts';
import { learnOfCharacteristics } from './learn-of-characteristics.ts';
import { sagaSteps } from './saga-steps.ts';
import { specifications } from './specifications.ts';
import { tableRetention as tables } from './table-retention.ts';

const service = 'specification-service';
const migrations = new URL('../migrations/', import.meta.url);

await runWriteSide({ service, readConfig, migrations, tables }, ({ config, database, now, resources }) => {
  const characteristicService = createClient('characteristic service', config.CHARACTERISTIC_SERVICE_URL);
  resources.adopt(characteristicService, (client) => client.close());
  return {
    api,
    handlers: handlers({ database, learnOfCharacteristics: learnOfCharacteristics(database, characteristicService), now }),
    events: {
      'resource.characteristics.events': followCharacteristics({ database, now }),
      'product.offerings.events': offeringReplicas(database).apply,
    },
    saga: { engine: config, steps: sagaSteps(specifications(database, publicationSaga(service))) },
    dependencies: { characteristic_service: () => characteristicService.ready() },
  };
});

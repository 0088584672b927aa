/** Wires the offering service and runs it. */
import { createClient } from '@catalog/http/client';
import { createCamunda, createSchedules, deployProcess } from '@catalog/saga-worker';
import { runWriteSide } from '@catalog/write-side';
import { api } from './api.ts';
import { catalogLookups, characteristicReplicas, priceReplicas, specificationReplicas } from './catalog-lookups.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { followReference } from './history/index.ts';
import { offeringStore } from './offering/index.ts';
import { publishHandlers, sagaSteps, startPublicationRepair, startPublicationStarter } from './publications/index.ts';
import { carryOutSchedule, scheduleHandlers, startScheduleStarter } from './schedules/index.ts';
import { tableRetention as tables } from './table-retention.ts';

const service = 'offering-service';
const migrations = new URL('../migrations/', import.meta.url);

await runWriteSide({ service, readConfig, migrations, tables }, ({ config, database, now, resources }) => {
  const owners = {
    characteristics: resources.adopt(createClient('characteristic service', config.CHARACTERISTIC_SERVICE_URL), (client) => client.close()),
    specifications: resources.adopt(createClient('specification service', config.SPECIFICATION_SERVICE_URL), (client) => client.close()),
    prices: resources.adopt(createClient('pricing service', config.PRICING_SERVICE_URL), (client) => client.close()),
  };
  const deadlineSeconds = config.PUBLICATION_DEADLINE_SECONDS;
  const offerings = offeringStore({ deadlineSeconds });
  const lookups = catalogLookups(database, owners);

  const camunda = createCamunda(config.CAMUNDA_URL);
  const deploy = (process: string) => () => deployProcess(config.CAMUNDA_URL, new URL(`../../../bpmn/${process}.bpmn`, import.meta.url));
  const publisher = { deploy: deploy('offering-publication-saga'), start: camunda.start };
  const starter = startPublicationStarter({ database, offerings, engine: publisher, now });
  resources.adopt(starter, (running) => running.stop());
  const repair = startPublicationRepair({ database, engine: camunda, quietSeconds: config.PUBLICATION_REPAIR_SECONDS, deadlineSeconds });
  resources.adopt(repair, (running) => running.stop());
  const scheduler = { deploy: deploy('offering-schedule'), ...createSchedules(config.CAMUNDA_URL) };
  const scheduleStarter = startScheduleStarter({ database, engine: scheduler });
  resources.adopt(scheduleStarter, (running) => running.stop());

  const publicationRequested = starter.wake;
  const scheduling = scheduleHandlers({ database, offerings, lookups, now, scheduleChanged: scheduleStarter.wake });
  const publishing = publishHandlers({ database, offerings, lookups, now, publicationRequested, scheduling });
  return {
    api,
    handlers: handlers({ database, offerings, lookups, engine: camunda, now, publishing, scheduling }),
    events: {
      'resource.characteristics.events': followReference(database, { kind: 'characteristic', replicas: characteristicReplicas }),
      'resource.specifications.events': followReference(database, { kind: 'specification', replicas: specificationReplicas }),
      'commercial.pricing.events': followReference(database, { kind: 'price', replicas: priceReplicas }),
    },
    saga: {
      engine: config,
      steps: {
        ...sagaSteps({ database, offerings, now }),
        'carry-out-schedule': carryOutSchedule({ database, offerings, now, publicationRequested }),
      },
    },
    dependencies: {
      characteristic_service: () => owners.characteristics.ready(),
      specification_service: () => owners.specifications.ready(),
      pricing_service: () => owners.prices.ready(),
    },
  };
});

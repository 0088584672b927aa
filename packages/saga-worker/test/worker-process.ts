/**
 * A saga worker as a process of its own, run and stopped as a service is: plays every step; STEP_MS is how long each takes, REFUSE which
 * one refuses.
 */
import { Rejection } from '@catalog/contracts';
import { runService } from '@catalog/http/server';
import { setTimeout as pause } from 'node:timers/promises';
import { startSagaWorker, type Steps } from '../src/index.ts';
import { smoothSteps } from './publication-examples.ts';

const { CAMUNDA_URL = '', STEP_MS = '0', REFUSE = '' } = process.env;

const played = Object.entries(smoothSteps).map(([topic, step]) => [
  topic,
  async (...given: Parameters<typeof step>) => {
    await pause(Number(STEP_MS));
    if (topic === REFUSE) throw new Rejection('INVALID_REFERENCE', 'A price is gone');
    return await step(...given);
  },
]);

await runService(async (resources) => {
  const settings = { longPollMs: 300, claimMs: 1_000 };
  resources.adopt(
    startSagaWorker({ camundaUrl: CAMUNDA_URL, service: 'test', steps: Object.fromEntries(played) as Steps, settings }),
    (worker) => worker.stop(),
  );
});

/** Processes with as many steps as a publication, which do nothing: what the engine itself costs. */
import { randomUUID } from 'node:crypto';
import { deployProcess, startSagaWorker } from '@catalog/saga-worker';

export type EmptyProcesses = {
  /** Milliseconds from the request that starts one until its fourth step runs: in a publication that one makes it PUBLISHED. */
  run(): Promise<number>;
  stop(): Promise<void>;
};

/** Who takes which steps, as the four services share those of a publication. */
const shares = [['empty-1', 'empty-5'], ['empty-2'], ['empty-3'], ['empty-4']];
const CONFIRMING = 'empty-4';
const ENDS_WITHIN_MS = 60_000;

export async function startEmptyProcesses(camundaUrl: string): Promise<EmptyProcesses> {
  await deployProcess(camundaUrl, new URL('saga-empty-process.bpmn', import.meta.url));
  const confirmations = new Map<string, () => void>();
  const step =
    (topic: string) =>
    async ({ sagaId }: { sagaId: string }) => {
      if (topic === CONFIRMING) confirmations.get(sagaId)?.();
      return {};
    };
  const workers = shares.map((topics, index) =>
    startSagaWorker({
      camundaUrl,
      service: `empty-${index}`,
      steps: Object.fromEntries(topics.map((topic) => [topic, step(topic)])),
    }),
  );

  return {
    async run() {
      const sagaId = randomUUID();
      const confirmed = Promise.withResolvers<void>();
      confirmations.set(sagaId, confirmed.resolve);
      const limit = setTimeout(() => confirmed.reject(new Error('an empty process does not end')), ENDS_WITHIN_MS);
      const begun = performance.now();
      await startProcess(camundaUrl, sagaId);
      await confirmed.promise;
      clearTimeout(limit);
      confirmations.delete(sagaId);
      return performance.now() - begun;
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

async function startProcess(camundaUrl: string, sagaId: string): Promise<void> {
  const response = await fetch(`${camundaUrl}/process-definition/key/empty-steps/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ businessKey: sagaId, variables: variablesOf(sagaId) }),
    signal: AbortSignal.timeout(ENDS_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`the engine answered ${response.status}: ${await response.text()}`);
}

/** The same that a publication carries from step to step. */
const variablesOf = (sagaId: string) => ({
  offeringId: text(randomUUID()),
  offeringVersion: { type: 'Integer', value: 2 },
  sagaId: text(sagaId),
  specificationIds: text(JSON.stringify([randomUUID()])),
  pricingIds: text(JSON.stringify([randomUUID(), randomUUID()])),
  correlationId: text(randomUUID()),
  traceContext: text('{}'),
  deadline: text('PT2M'),
});

const text = (value: string) => ({ type: 'String', value });

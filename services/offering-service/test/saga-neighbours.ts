/** Plays the services that take part in a publication beside the offering service: their steps, run by a real worker on the real engine. */
import type { PublicationVariables } from '@catalog/contracts';
import { type SagaWorkerSettings, startSagaWorker, type Steps } from '@catalog/saga-worker';

type NeighbourTopic = 'lock-prices' | 'validate-specifications' | 'create-store-entry' | 'delete-store-entry' | 'unlock-prices';
type NeighbourSteps = Pick<Required<Steps>, NeighbourTopic>;

export type SagaNeighbours = {
  /** What the steps of one offering do instead of succeeding. */
  plan(offeringId: string, steps: Partial<NeighbourSteps>): void;
  /** The topics of one offering's steps that ran, in order; a step that lost its claim on a busy machine runs once more. */
  ran(offeringId: string): NeighbourTopic[];
  /** The same, each once, where it first came. */
  topics(offeringId: string): NeighbourTopic[];
  stop(): Promise<void>;
};

export function startSagaNeighbours(camundaUrl: string, settings: Partial<SagaWorkerSettings> = {}): SagaNeighbours {
  const plans = new Map<string, Partial<NeighbourSteps>>();
  const runs: { offeringId: string; topic: NeighbourTopic }[] = [];
  const played = (topic: NeighbourTopic) => async (variables: PublicationVariables, task: { sagaId: string; retriesLeft: number }) => {
    runs.push({ offeringId: variables.offeringId, topic });
    return (await (plans.get(variables.offeringId)?.[topic] ?? smooth[topic])(variables, task)) as never;
  };
  const worker = startSagaWorker({
    camundaUrl,
    service: 'neighbours',
    steps: Object.fromEntries(Object.keys(smooth).map((topic) => [topic, played(topic as NeighbourTopic)])),
    settings: { longPollMs: 300, claimMs: 1_000, retryDelayMs: 20, maxRetryDelayMs: 100, ...settings },
  });
  const ran = (offeringId: string) => runs.filter((run) => run.offeringId === offeringId).map(({ topic }) => topic);
  return {
    plan: (offeringId, steps) => {
      plans.set(offeringId, steps);
    },
    ran,
    topics: (offeringId) => [...new Set(ran(offeringId))],
    stop: () => worker.stop(),
  };
}

const smooth: NeighbourSteps = {
  'lock-prices': async () => ({ lockResult: true }),
  'validate-specifications': async () => ({ validationResult: true }),
  'create-store-entry': async ({ offeringId }) => ({ storeEntryId: offeringId }),
  'delete-store-entry': async () => ({}),
  'unlock-prices': async () => ({}),
};

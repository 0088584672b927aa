/** Polls one topic by Camunda's client, and adds what the client lacks: time limits, back-off, and a stop that ends the open poll. */
import { log, redactText } from '@catalog/observability';
import { growingDelay } from '@catalog/timing';
import { Client, type ExternalTask, type RequestOptions, type TaskService } from 'camunda-external-task-client-js';
import { type Engine, REQUEST_LIMIT_MS } from '../engine/index.ts';
import type { SagaWorkerSettings } from '../saga-worker-settings.ts';

export type TaskPoll = {
  /** Afterwards no handler is called any more. */
  stop(): void;
  /** Whether the last poll reached the engine. */
  healthy(): boolean;
};

export type TaskHandler = (task: ExternalTask, service: TaskService) => Promise<void>;

/** The client sleeps this long after each poll, and between looks at whether a running task is done. */
const INTERVAL_MS = 5;
const BACK_OFF_MS = { first: 250, limit: 5_000 };

export function pollTasks(options: {
  engine: Engine;
  workerId: string;
  topic: string;
  settings: SagaWorkerSettings;
  handle: TaskHandler;
}): TaskPoll {
  const { engine, workerId, topic, settings, handle } = options;
  const stopping = new AbortController();
  const client = new Client({
    baseUrl: engine.url,
    workerId,
    maxTasks: settings.maxTasks,
    maxParallelExecutions: settings.maxTasks,
    interval: INTERVAL_MS,
    lockDuration: settings.claimMs,
    autoPoll: false,
    asyncResponseTimeout: settings.longPollMs,
    sorting: [{ sortBy: Client.SortBy.CreateTime, sortOrder: Client.SortOrder.ASC }],
    interceptors: limited(engine, settings.longPollMs + settings.pollMarginMs, stopping.signal),
  });
  const failures = backOff({ client, topic, stopping: stopping.signal });
  client.subscribe(topic, {}, async ({ task, taskService }) => {
    if (!stopping.signal.aborted) await handle(task, taskService);
  });
  client.on('handler:error', (error: unknown) => {
    log.warn('Saga task could not be answered', { error });
  });
  client.start();
  return {
    stop() {
      client.stop();
      stopping.abort();
    },
    healthy: () => failures.count() === 0,
  };
}

/** The client's requests have no time limit of their own: a hung engine would end the polling for good. */
const limited =
  (engine: Engine, pollLimitMs: number, stopping: AbortSignal) =>
  (options: RequestOptions): RequestOptions => {
    const isPoll = options.json?.topics !== undefined;
    return {
      ...options,
      headers: { ...options.headers, ...engine.headers },
      retry: { limit: 0 },
      timeout: { request: isPoll ? pollLimitMs : REQUEST_LIMIT_MS },
      ...(isPoll && { signal: stopping }),
    };
  };

/** The client would ask an absent engine again at once; pausing it is the one way to slow it down. */
function backOff({ client, topic, stopping }: { client: Client; topic: string; stopping: AbortSignal }): { count(): number } {
  let failures = 0;
  let resume: NodeJS.Timeout | undefined;
  stopping.addEventListener('abort', () => clearTimeout(resume));
  client.on('poll:success', () => {
    if (failures > 0) log.info('Camunda answers again', { topic, failed_polls: failures });
    failures = 0;
  });
  client.on('poll:error', (error: unknown) => {
    if (stopping.aborted) return;
    failures += 1;
    if (failures === 1) log.warn('Camunda does not answer', { topic, reason: redactText(String(error)) });
    client.stop();
    resume = setTimeout(() => client.start(), growingDelay(failures - 1, BACK_OFF_MS));
  });
  return { count: () => failures };
}

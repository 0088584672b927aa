/** A service's part in the publication saga: takes the tasks of its topics and runs their steps, until it is stopped. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { SagaTopic, ScheduleTopic, ScheduleVariables, StepResults } from '@catalog/contracts';
import { log } from '@catalog/observability';
import pTimeout from 'p-timeout';
import { engineAt } from '../engine/index.ts';
import type { SagaVariables } from '../saga-variables.ts';
import { defaultSettings, type SagaWorkerSettings } from '../saga-worker-settings.ts';
import type { TaskTopic } from '../task-topics.ts';
import { pollTasks } from './poll-tasks.ts';
import { type AnyStep, runSagaTask } from './run-saga-task.ts';
import { unlockTasks } from './unlock-tasks.ts';

/** Of each of its calls. A stop must not take long where the engine is away. */
const UNLOCK_LIMIT_MS = 3_000;

/** May run more than once for one saga, so it must be idempotent by saga id. Throws a Rejection to refuse for good. */
export type Step<T extends SagaTopic> = (
  variables: SagaVariables,
  task: { sagaId: string; retriesLeft: number },
) => Promise<StepResults[T]>;
export type Steps = { [T in SagaTopic]?: Step<T> };

/** Like a step that settles; idempotent by the id of the schedule. */
export type ScheduleStep = (variables: ScheduleVariables) => Promise<Record<string, never>>;
export type WorkerSteps = Steps & { [T in ScheduleTopic]?: ScheduleStep };

export type SagaWorker = {
  /** Takes nothing more, unlocks what has not begun and waits, within a limit, for the steps that run. */
  stop(): Promise<void>;
  /** Whether the last poll of every topic reached the engine. */
  healthy(): boolean;
};

export function startSagaWorker(options: {
  camundaUrl: string;
  service: string;
  steps: WorkerSteps;
  settings?: Partial<SagaWorkerSettings>;
}): SagaWorker {
  const settings = { ...defaultSettings, ...options.settings };
  const steps = Object.entries(options.steps) as [TaskTopic, AnyStep][];
  const workerId = `${options.service}-${hostname()}-${randomUUID()}`;
  const engine = engineAt(options.camundaUrl);
  const running = new Map<string, Promise<void>>();

  const polls = steps.map(([topic, step]) =>
    pollTasks({
      engine,
      workerId,
      topic,
      settings,
      async handle(task, service) {
        const run = runSagaTask({ topic, step, task, service, settings }).finally(() => running.delete(task.id));
        running.set(task.id, run);
        await run;
      },
    }),
  );
  log.info('Saga worker started', { topics: steps.map(([topic]) => topic), worker_id: workerId });

  return {
    healthy: () => polls.every((poll) => poll.healthy()),
    async stop() {
      for (const poll of polls) poll.stop();
      const unlockingEngine = engineAt(options.camundaUrl, UNLOCK_LIMIT_MS);
      await Promise.all([
        unlockTasks({ engine: unlockingEngine, workerId, isRunning: (id) => running.has(id) }),
        pTimeout(Promise.allSettled(running.values()), { milliseconds: settings.stopLimitMs, message: false }),
      ]);
      log.info('Saga worker stopped', { worker_id: workerId, unfinished: running.size });
    },
  };
}

/** Runs the step of a task in its trace and correlation id, and reports to the engine how it ended. Never throws. */
import { correlationIdFrom, PUBLICATION_PROCESS, SCHEDULE_PROCESS, type ScheduleVariables } from '@catalog/contracts';
import { counter, histogram, inSpan, log, redactText, withContext } from '@catalog/observability';
import { type ExternalTask, type TaskService, Variables } from 'camunda-external-task-client-js';
import pTimeout from 'p-timeout';
import { decideOnFailure } from './decide-on-failure.ts';
import { type SagaVariables, sagaVariablesFrom, scheduleVariablesFrom, traceContextFrom } from '../saga-variables.ts';
import { attemptsAllowed, type SagaWorkerSettings } from '../saga-worker-settings.ts';
import { isSchedule, type TaskTopic } from '../task-topics.ts';
import { type Report, reportToEngine } from './report-to-engine.ts';

type TaskVariables = SagaVariables | ScheduleVariables;
export type AnyStep = (variables: TaskVariables, task: { sagaId: string; retriesLeft: number }) => Promise<Record<string, unknown>>;

export type SagaTask = { topic: TaskTopic; step: AnyStep; task: ExternalTask; service: TaskService; settings: SagaWorkerSettings };

const stepsTotal = counter({ name: 'saga_steps_total', help: 'Saga steps by how they ended.', labels: ['step', 'result'] });
const stepSeconds = histogram({ name: 'saga_step_seconds', help: 'Duration of saga steps.', labels: ['step'] });

/** The part of the lock that a step may use; the rest is for reporting its end. */
const STEP_SHARE_OF_LOCK = 0.8;
const MESSAGE_LENGTH = 1000;
const DETAILS_LENGTH = 4000;

export async function runSagaTask(given: SagaTask): Promise<void> {
  const { topic, task } = given;
  const raw = task.variables.getAll();
  const { correlationId } = raw;
  const correlation_id = correlationIdFrom(typeof correlationId === 'string' ? correlationId : undefined);
  await inSpan(
    {
      name: `SAGA ${isSchedule(topic) ? SCHEDULE_PROCESS : PUBLICATION_PROCESS} ${topic}`,
      kind: 'consumer',
      parent: traceContextFrom(raw),
      attributes: { 'saga.id': task.businessKey ?? '', 'saga.step': topic },
    },
    () => withContext({ correlation_id }, () => runStep(given)),
  ).catch(() => undefined);
}

/** Rethrows what the step threw, after reporting it, so that the span shows it. */
async function runStep(given: SagaTask): Promise<void> {
  const { topic, task, service } = given;
  const facts = { saga_id: task.businessKey, step: topic, attempt: attemptOf(given) };
  const started = performance.now();
  try {
    const variables = variablesOf(topic, task.variables.getAll());
    logStart(variables, facts);
    const result = await withinLock(given, variables);
    const report = await reportToEngine(() => service.complete(task, new Variables().setAll(result)));
    stepsTotal.inc({ step: topic, result: report });
    logEnd(variables, { ...facts, report, duration_ms: Math.round(performance.now() - started) });
  } catch (error) {
    await reportFailure(given, error, facts);
    throw error;
  } finally {
    stepSeconds.observe({ step: topic }, (performance.now() - started) / 1000);
  }
}

async function withinLock(given: SagaTask, variables: TaskVariables): Promise<Record<string, unknown>> {
  const { step, topic, task, settings } = given;
  const limitMs = settings.lockDurationMs * STEP_SHARE_OF_LOCK;
  const retriesLeft = task.retries ?? attemptsAllowed(topic, settings);
  const lockTimer = setTimeout(() => void extendLock(given), settings.claimMs / 2);
  try {
    const result = Promise.try(() => step(variables, { sagaId: sagaIdOf(variables), retriesLeft }));
    return await pTimeout(result, { milliseconds: limitMs, message: `${topic} did not end within ${limitMs} ms` });
  } finally {
    clearTimeout(lockTimer);
  }
}

/** Tasks come with a short lock, enough for the few milliseconds that a step usually takes; one that takes longer extends it. */
async function extendLock({ task, topic, service, settings }: SagaTask): Promise<void> {
  await service.extendLock(task, settings.lockDurationMs).catch((error: unknown) => {
    log.warn('Lock of a saga task could not be extended', { saga_id: task.businessKey, step: topic, error });
  });
}

async function reportFailure({ topic, task, service, settings }: SagaTask, error: unknown, facts: StepFacts): Promise<void> {
  const decision = decideOnFailure({ topic, error, retries: task.retries, settings, random: Math.random() });
  stepsTotal.inc({ step: topic, result: decision.kind });
  if (decision.kind === 'fail-publication') {
    const { code, message } = decision;
    log.warn('Saga step failed, publication is undone', { ...facts, code, error });
    await reportToEngine(() => service.handleBpmnError(task, code, message.slice(0, MESSAGE_LENGTH).toWellFormed()));
    return;
  }
  const { retries, delayMs } = decision.kind === 'try-again' ? decision : { retries: 0, delayMs: 0 };
  if (retries > 0) log.warn('Saga step failed, it will be tried again', { ...facts, retries_left: retries, delay_ms: delayMs, error });
  else log.error('Saga step failed, it waits for an operator', { ...facts, error });
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  await reportToEngine(() =>
    service.handleFailure(task, {
      errorMessage: redactText(message, MESSAGE_LENGTH),
      errorDetails: redactText(stack ?? message, DETAILS_LENGTH),
      retries,
      retryTimeout: delayMs,
    }),
  );
}

const variablesOf = (topic: TaskTopic, raw: Record<string, unknown>): TaskVariables =>
  isSchedule(topic) ? scheduleVariablesFrom(raw) : sagaVariablesFrom(raw);

/** The saga of a scheduled publication has the id of its schedule. */
const sagaIdOf = (variables: TaskVariables): string => ('sagaId' in variables ? variables.sagaId : variables.scheduleId);

type Logged = Pick<SagaVariables, 'offeringId' | 'failureCode' | 'failureMessage' | 'outcome'>;
type StepFacts = { saga_id: string | null; step: TaskTopic; attempt: number };

const attemptOf = ({ topic, task, settings }: SagaTask): number => {
  const allowed = attemptsAllowed(topic, settings);
  return allowed - (task.retries ?? allowed) + 1;
};

function logStart({ offeringId, failureCode, failureMessage }: Logged, facts: StepFacts): void {
  if (facts.step === 'revert-offering' && facts.attempt === 1) {
    log.warn('Saga compensation started', { ...facts, offering_id: offeringId, code: failureCode, reason: failureMessage });
  }
  log.info('Saga step started', { ...facts, offering_id: offeringId });
}

/** Releasing the prices ends a saga that published, unlocking them one that failed. */
function logEnd({ offeringId, failureCode, outcome }: Logged, facts: StepFacts & { report: Report; duration_ms: number }): void {
  if (facts.report !== 'accepted') {
    log.warn('Saga step was done, but the engine did not accept its end', { ...facts, offering_id: offeringId });
    return;
  }
  log.info('Saga step completed', { ...facts, offering_id: offeringId });
  if (facts.step !== 'unlock-prices') return;
  const published = failureCode === undefined || outcome === 'PUBLISHED';
  log.info('Saga ended', { saga_id: facts.saga_id, offering_id: offeringId, outcome: published ? 'PUBLISHED' : 'DRAFT' });
}

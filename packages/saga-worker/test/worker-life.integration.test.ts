/**
 * Workers on a real engine that hangs, workers beside each other, and workers that are stopped. CAMUNDA_URL (…/engine-rest) says where the
 * engine is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { publishingTopics } from '@catalog/contracts';
import { expect } from 'chai';
import { startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { createCamunda, deployProcess, type SagaWorker, type SagaWorkerSettings, startSagaWorker, type Steps } from '../src/index.ts';
import { until } from './until.ts';
import { aPublication, smoothSteps } from './publication-examples.ts';

const camundaUrl = (process.env['CAMUNDA_URL'] ?? '').replace(/\/$/, '');
const program = fileURLToPath(new URL('worker-process.ts', import.meta.url));
const fast = { longPollMs: 300, claimMs: 3_000, retryDelayMs: 20, maxRetryDelayMs: 100 };

type LogLine = { message: string; correlation_id: string | null; trace_id: string | null; context?: Record<string, unknown> };
type OpenTask = { id: string; topicName: string; workerId: string | null };

describe('a saga worker on a real engine', function () {
  const camunda = createCamunda(camundaUrl || 'http://127.0.0.1:1');
  const stops: (() => Promise<unknown>)[] = [];

  before(async function () {
    if (!camundaUrl) this.skip();
    await deployProcess(camundaUrl, new URL('../../../bpmn/offering-publication-saga.bpmn', import.meta.url));
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  function started(steps: Steps, settings: Partial<SagaWorkerSettings> = {}, url = camundaUrl): SagaWorker {
    const worker = startSagaWorker({ camundaUrl: url, service: 'test', steps, settings: { ...fast, ...settings } });
    stops.push(() => worker.stop());
    return worker;
  }

  function startedProcess(environment: Record<string, string> = {}) {
    const parameters = ['--import', '@catalog/observability/register', program];
    const child = spawn(process.execPath, parameters, {
      env: { ...process.env, LOG_LEVEL: 'INFO', CAMUNDA_URL: camundaUrl, ...environment },
    });
    const logged: LogLine[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) logged.push(JSON.parse(line) as LogLine);
    });
    const exited = once(child, 'exit') as Promise<[number | null]>;
    const stop = async () => {
      child.kill('SIGTERM');
      return (await exited)[0];
    };
    stops.push(stop);
    return { logged, stop };
  }

  async function begun(changes = {}) {
    const variables = aPublication(changes);
    await camunda.start(variables);
    return variables;
  }

  const ended = (sagaId: string) => until(async () => (await camunda.status(sagaId)) === 'completed');
  const asked = async <T>(path: string) => (await (await fetch(camundaUrl + path)).json()) as T;
  const processOf = async (sagaId: string) =>
    (await asked<{ id: string }[]>(`/history/process-instance?processInstanceBusinessKey=${sagaId}`))[0]?.id ?? '';
  const taskOf = async (sagaId: string) => (await asked<OpenTask[]>(`/external-task?processInstanceId=${await processOf(sagaId)}`))[0];

  const linesOf = (logged: LogLine[], sagaId: string) => logged.filter(({ context }) => context?.['saga_id'] === sagaId);
  const told = ({ message, context }: LogLine) => [message, context?.['step'] ?? context?.['outcome']].join(': ');

  it('notices by itself that the engine hangs, and goes on when it answers again', async () => {
    const proxy = await startCuttableProxy(camundaUrl);
    stops.push(() => proxy.cut());
    const worker = started(smoothSteps, { pollMarginMs: 500 }, proxy.url);
    await ended((await begun()).sagaId);
    proxy.hang();
    const { sagaId } = await begun();
    await until(() => !worker.healthy());
    expect((await taskOf(sagaId))?.topicName).to.equal('lock-prices');
    await proxy.restore();
    await ended(sagaId);
    await until(() => worker.healthy());
  });

  it('shares the work with another of the same service, each under a name of its own, and no step runs twice', async () => {
    const runs: string[] = [];
    const counted = Object.fromEntries(
      Object.entries(smoothSteps).map(([topic, step]) => [
        topic,
        async (...given: Parameters<typeof step>) => {
          runs.push(`${given[1].sagaId} ${topic}`);
          return await step(...given);
        },
      ]),
    ) as Steps;
    for (let replica = 0; replica < 2; replica += 1) started(counted, { maxTasks: 1 });
    const sagas = await Promise.all(Array.from({ length: 10 }, () => begun()));
    const workers = new Set<string>();
    for (const { sagaId } of sagas) {
      await ended(sagaId);
      const log = await asked<{ workerId: string }[]>(
        `/history/external-task-log?processInstanceId=${await processOf(sagaId)}&successLog=true`,
      );
      for (const { workerId } of log) workers.add(workerId);
    }
    expect(workers.size).to.equal(2);
    expect(runs).to.have.lengthOf(10 * 5);
    expect(new Set(runs).size).to.equal(10 * 5);
  });

  it('runs the steps of one topic while those of another fill all their places', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let held = 0;
    started(
      {
        ...smoothSteps,
        'validate-specifications': async () => {
          held += 1;
          await gate;
          return { validationResult: true };
        },
      },
      { maxTasks: 2 },
    );
    const sagas = await Promise.all(Array.from({ length: 4 }, () => begun()));
    const locked = async () =>
      (await Promise.all(sagas.map(({ sagaId }) => taskOf(sagaId)))).every((task) => task?.topicName === 'validate-specifications');
    await until(locked);
    await until(() => held === 2);
    release();
    for (const { sagaId } of sagas) await ended(sagaId);
  });

  it('hands back what was fetched for it and not begun when it stops, and finishes what it has begun', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const running = aPublication();
    let hasBegun = false;
    const worker = started({
      'lock-prices': async ({ sagaId }) => {
        if (sagaId === running.sagaId) {
          hasBegun = true;
          await gate;
        }
        return { lockResult: true };
      },
    });
    await camunda.start(running);
    await until(() => hasBegun);
    const workerId = (await taskOf(running.sagaId))?.workerId;
    const lost = await begun();
    await until(async () => (await taskOf(lost.sagaId))?.topicName === 'validate-specifications');
    // As if the answer to its last poll had been lost; a poll of a worker before it may have had the task first, and has it no longer than
    // its claim.
    await until(async () => {
      await fetch(`${camundaUrl}/external-task/fetchAndLock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          workerId,
          maxTasks: 1,
          topics: [{ topicName: 'validate-specifications', lockDuration: 60_000, businessKey: lost.sagaId }],
        }),
      });
      return (await taskOf(lost.sagaId))?.workerId === workerId;
    });

    const stopping = worker.stop();
    await until(async () => (await taskOf(lost.sagaId))?.workerId === null);
    expect((await taskOf(running.sagaId))?.workerId).to.equal(workerId);
    release();
    await stopping;
    expect((await taskOf(running.sagaId))?.topicName).to.equal('validate-specifications');
    started(smoothSteps);
    await Promise.all([ended(running.sagaId), ended(lost.sagaId)]);
  });

  it('finishes its step when its process is told to end, and takes no other', async () => {
    const slow = startedProcess({ STEP_MS: '1000' });
    const { sagaId } = await begun();
    await until(() => slow.logged.some(({ message }) => message === 'Saga step started'));
    expect(await slow.stop()).to.equal(0);
    expect(linesOf(slow.logged, sagaId).map(told)).to.eql(['Saga step started: lock-prices', 'Saga step completed: lock-prices']);
    expect(slow.logged.find(({ message }) => message === 'Saga worker stopped')?.context).to.include({ unfinished: 0 });
    await until(async () => {
      const task = await taskOf(sagaId);
      return task?.topicName === 'validate-specifications' && task.workerId === null;
    });
    started(smoothSteps);
    await ended(sagaId);
  });

  it('logs every step of a saga and its end, in its correlation and its trace', async () => {
    const worker = startedProcess();
    const variables = await begun();
    const { sagaId, correlationId } = variables;
    await until(() => linesOf(worker.logged, sagaId).some(({ message }) => message === 'Saga ended'));
    const lines = linesOf(worker.logged, sagaId);
    expect(lines.map(told)).to.eql([
      ...[...publishingTopics, 'unlock-prices'].flatMap((step) => [`Saga step started: ${step}`, `Saga step completed: ${step}`]),
      'Saga ended: PUBLISHED',
    ]);
    expect(new Set(lines.map(({ correlation_id }) => correlation_id))).to.eql(new Set([correlationId]));
    expect(new Set(lines.map(({ trace_id }) => trace_id))).to.eql(new Set([variables.traceContext['x-b3-traceid']]));
  });

  it('logs why a saga is undone, the undoing and its end', async () => {
    const worker = startedProcess({ REFUSE: 'validate-specifications' });
    const { sagaId } = await begun();
    await until(() => linesOf(worker.logged, sagaId).some(({ message }) => message === 'Saga ended'));
    const lines = linesOf(worker.logged, sagaId);
    expect(lines.map(told).slice(2)).to.eql([
      'Saga step started: validate-specifications',
      'Saga step failed, publication is undone: validate-specifications',
      'Saga compensation started: revert-offering',
      ...['revert-offering', 'delete-store-entry', 'unlock-prices'].flatMap((step) => [
        `Saga step started: ${step}`,
        `Saga step completed: ${step}`,
      ]),
      'Saga ended: DRAFT',
    ]);
    expect(lines.find(({ message }) => message === 'Saga compensation started')?.context).to.include({
      code: 'INVALID_REFERENCE',
      reason: 'A price is gone',
    });
  });
});

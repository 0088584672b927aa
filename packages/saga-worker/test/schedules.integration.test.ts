/** Schedules on a real engine, carried out in this process. CAMUNDA_URL (…/engine-rest) says where the engine is. */
import { randomUUID } from 'node:crypto';
import { SCHEDULE_PROCESS, type ScheduleVariables } from '@catalog/contracts';
import { currentCorrelationId } from '@catalog/observability';
import { expect } from 'chai';
import { type SagaWorker, createSchedules, deployProcess, startSagaWorker } from '../src/index.ts';
import { engineAt } from '../src/engine/engine.ts';
import { processInstances } from '../src/engine/process-instances.ts';
import { until } from './until.ts';

const camundaUrl = process.env['CAMUNDA_URL'] ?? '';

describe('a schedule on the engine', function () {
  const schedules = createSchedules(camundaUrl || 'http://127.0.0.1:1');
  const engine = engineAt(camundaUrl || 'http://127.0.0.1:1');
  const instances = processInstances(engine, SCHEDULE_PROCESS);
  const carriedOut: { variables: ScheduleVariables; correlationId: string; at: number }[] = [];
  let failures = 0;
  let worker: SagaWorker;

  before(async function () {
    if (!camundaUrl) this.skip();
    await deployProcess(camundaUrl, new URL('../../../bpmn/offering-schedule.bpmn', import.meta.url));
    worker = startSagaWorker({
      camundaUrl,
      service: 'test',
      settings: { longPollMs: 300, claimMs: 1000, retryDelayMs: 20, maxRetryDelayMs: 100 },
      steps: {
        'carry-out-schedule': async (variables) => {
          carriedOut.push({ variables, correlationId: currentCorrelationId(), at: Date.now() });
          if (failures > 0) {
            failures -= 1;
            throw new Error('no connection');
          }
          return {};
        },
      },
    });
  });

  after(async () => {
    await worker?.stop();
  });

  const aSchedule = (inMs: number): ScheduleVariables => ({
    scheduleId: randomUUID(),
    offeringId: randomUUID(),
    action: 'publish',
    dueAt: new Date(Date.now() + inMs).toISOString(),
    correlationId: `test-${randomUUID()}`,
    traceContext: {},
  });
  const runsOf = ({ scheduleId }: ScheduleVariables) => carriedOut.filter(({ variables }) => variables.scheduleId === scheduleId);
  const ended = ({ scheduleId }: ScheduleVariables) => until(async () => (await instances.state(scheduleId)) === 'ended');

  it('is carried out once, when it is due and not before, with its variables and its correlation id, however often it is started', async () => {
    const schedule = aSchedule(1_500);
    await schedules.start(schedule);
    await schedules.start(schedule);
    expect(await instances.state(schedule.scheduleId)).to.equal('running');
    await ended(schedule);
    expect(await instances.find(schedule.scheduleId)).to.have.length(1);
    const [run, ...others] = runsOf(schedule);
    expect(others).to.deep.equal([]);
    expect(run).to.deep.include({ variables: schedule, correlationId: schedule.correlationId });
    expect(run?.at).to.be.at.least(Date.parse(schedule.dueAt));
  });

  it('is carried out at once when it became due while the engine was away', async () => {
    const schedule = aSchedule(-60_000);
    await schedules.start(schedule);
    await ended(schedule);
    expect(runsOf(schedule)).to.have.length(1);
  });

  it('is not carried out once it was ended, which can be said again', async () => {
    const schedule = aSchedule(3_600_000);
    await schedules.start(schedule);
    expect(await schedules.end(schedule.scheduleId)).to.equal(true);
    expect(await instances.state(schedule.scheduleId)).to.equal('ended');
    expect(await schedules.end(schedule.scheduleId)).to.equal(false);
    expect(await schedules.end(randomUUID())).to.equal(false);
    expect(runsOf(schedule)).to.deep.equal([]);
  });

  it('is carried out though its process was deleted, when it is started again', async () => {
    const schedule = aSchedule(3_600_000);
    await schedules.start(schedule);
    const [lost] = await instances.find(schedule.scheduleId);
    await engine.call({ method: 'DELETE', path: `/process-instance/${lost?.id}` });
    await schedules.start({ ...schedule, dueAt: new Date().toISOString() });
    await ended(schedule);
    expect(runsOf(schedule)).to.have.length(1);
  });

  it('gets new attempts when it is started again after all have failed', async () => {
    failures = 10;
    const schedule = aSchedule(-1);
    await schedules.start(schedule);
    await until(async () => {
      const [instance] = await instances.find(schedule.scheduleId);
      const incidents = (await engine.call({ path: '/incident/count', query: { processInstanceId: instance?.id ?? '' } })) as {
        count: number;
      };
      return incidents.count === 1;
    });
    expect(runsOf(schedule)).to.have.length(10);
    await schedules.start(schedule);
    await ended(schedule);
    expect(runsOf(schedule)).to.have.length(11);
  });

  it('is tried again until it succeeds', async () => {
    failures = 4;
    const schedule = aSchedule(-1);
    await schedules.start(schedule);
    await ended(schedule);
    expect(runsOf(schedule)).to.have.length(5);
  });
});

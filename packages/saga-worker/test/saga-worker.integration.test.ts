/** The saga on a real engine, with steps that run in this process. CAMUNDA_URL (…/engine-rest) says where the engine is. */
import { randomUUID } from 'node:crypto';
import { type PublicationVariables, type PublishingTopic, Rejection, type SagaTopic, publishingTopics } from '@catalog/contracts';
import { currentCorrelationId, registry } from '@catalog/observability';
import { expect } from 'chai';
import { type SagaWorker, type Steps, createCamunda, deployProcess, startSagaWorker } from '../src/index.ts';
import { until } from './until.ts';
import { aPublication, smoothSteps } from './publication-examples.ts';

const camundaUrl = process.env['CAMUNDA_URL'] ?? '';
const processFile = new URL('../../../bpmn/offering-publication-saga.bpmn', import.meta.url);
const settings = { longPollMs: 300, claimMs: 3000, retryDelayMs: 20, maxRetryDelayMs: 100 };
const undoing: SagaTopic[] = ['revert-offering', 'delete-store-entry', 'unlock-prices'];

type Seen = { topic: SagaTopic; variables: Record<string, unknown>; correlationId: string; attempt: number };

describe('the publication saga', function () {
  const camunda = createCamunda(camundaUrl || 'http://127.0.0.1:1');
  /** What each saga's steps shall do instead of succeeding, and what was seen of it. */
  const plans = new Map<string, Steps>();
  const seen = new Map<string, Seen[]>();
  let worker: SagaWorker;

  before(async function () {
    if (!camundaUrl) this.skip();
    await deployProcess(camundaUrl, processFile);
    worker = startSagaWorker({ camundaUrl, service: 'test', steps: recordingSteps(), settings });
  });

  after(async () => {
    await worker?.stop();
  });

  function recordingSteps(): Steps {
    const record = (topic: SagaTopic) => async (variables: PublicationVariables, task: { sagaId: string; retriesLeft: number }) => {
      const events = seen.get(task.sagaId) ?? [];
      const attempt = events.filter((event) => event.topic === topic).length + 1;
      seen.set(task.sagaId, [...events, { topic, variables, correlationId: currentCorrelationId(), attempt }]);
      const step = plans.get(task.sagaId)?.[topic] ?? smoothSteps[topic];
      return (await step(variables, task)) as never;
    };
    return Object.fromEntries(Object.keys(smoothSteps).map((topic) => [topic, record(topic as SagaTopic)]));
  }

  async function run(plan: Steps = {}, changes: Partial<PublicationVariables> = {}): Promise<PublicationVariables> {
    const variables = aPublication(changes);
    plans.set(variables.sagaId, plan);
    await camunda.start(variables);
    return variables;
  }

  const ended = ({ sagaId }: PublicationVariables) => until(async () => (await camunda.status(sagaId)) === 'completed');
  const stepsOf = ({ sagaId }: PublicationVariables) => (seen.get(sagaId) ?? []).map(({ topic }) => topic);
  const lastOf = ({ sagaId }: PublicationVariables) => seen.get(sagaId)?.at(-1)?.variables ?? {};

  it('runs every step in order, each with the variables, the results of the steps before and the correlation id', async () => {
    const variables = await run();
    await ended(variables);
    expect(stepsOf(variables)).to.deep.equal([...publishingTopics, 'unlock-prices']);
    expect(seen.get(variables.sagaId)?.map(({ correlationId }) => correlationId)).to.deep.equal(Array(5).fill(variables.correlationId));
    expect(lastOf(variables)).to.deep.include({
      ...variables,
      lockResult: true,
      validationResult: true,
      storeEntryId: variables.offeringId,
      publishedAt: '2026-01-15T11:00:00.000Z',
    });
  });

  for (const [index, topic] of publishingTopics.entries()) {
    it(`undoes everything, the offering first, when ${topic} refuses`, async () => {
      const variables = await run({
        [topic]: async () => {
          throw new Rejection('INVALID_REFERENCE', `${topic} says no`);
        },
      });
      await ended(variables);
      expect(stepsOf(variables)).to.deep.equal([...publishingTopics.slice(0, index + 1), ...undoing]);
      expect(lastOf(variables)).to.include({ failureCode: 'INVALID_REFERENCE', failureMessage: `${topic} says no`, outcome: 'DRAFT' });
    });
  }

  it('tries a step that fails for technical reasons three times and undoes then', async () => {
    const variables = await run({
      'create-store-entry': async () => {
        throw new Error('no connection');
      },
    });
    await ended(variables);
    const [lock, validate, create] = publishingTopics;
    expect(stepsOf(variables)).to.deep.equal([lock, validate, create, create, create, ...undoing]);
    expect(lastOf(variables)).to.include({ failureCode: 'STEP_FAILED' });
  });

  it('goes on when a step recovers within its attempts', async () => {
    let calls = 0;
    const variables = await run({
      'lock-prices': async () => {
        calls += 1;
        if (calls < 3) throw new Error('no connection');
        return { lockResult: true };
      },
    });
    await ended(variables);
    expect(stepsOf(variables)).to.deep.equal(['lock-prices', 'lock-prices', ...publishingTopics, 'unlock-prices']);
  });

  const tooLate = async (step: SagaTopic) => {
    const { values = [] } = (await registry.getSingleMetric('saga_steps_total')?.get()) ?? {};
    return values.some(({ labels }) => labels['step'] === step && labels['result'] === 'too late');
  };

  /** Holds a step until its saga has gone on without it. */
  function held(topic: PublishingTopic) {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const plan = {
      [topic]: async (...given: Parameters<NonNullable<Steps['lock-prices']>>) => {
        await gate;
        return smoothSteps[topic](...given);
      },
    } as Steps;
    return { plan, release };
  }

  it('undoes when the deadline passes, even while a step still runs; what that step answers later changes nothing', async () => {
    const { plan, release } = held('validate-specifications');
    const variables = await run(plan, { deadline: 'PT2S' });
    await ended(variables);
    release();
    await until(() => tooLate('validate-specifications'));
    expect(await camunda.status(variables.sagaId)).to.equal('completed');
    expect(stepsOf(variables)).to.deep.equal(['lock-prices', 'validate-specifications', ...undoing]);
    expect(lastOf(variables)).to.include({ failureCode: 'PUBLICATION_TIMED_OUT' });
  });

  it('undoes when it is cancelled, and cannot be cancelled twice', async () => {
    const { plan, release } = held('create-store-entry');
    const variables = await run(plan);
    await until(() => stepsOf(variables).includes('create-store-entry'));
    expect(await camunda.cancel(variables.sagaId)).to.equal(true);
    await ended(variables);
    release();
    expect(stepsOf(variables).slice(3)).to.deep.equal(undoing);
    expect(lastOf(variables)).to.include({ failureCode: 'PUBLICATION_CANCELLED' });
    expect(await camunda.cancel(variables.sagaId)).to.equal(false);
    expect(await camunda.cancel(randomUUID())).to.equal(false);
  });

  it('only releases the prices when the offering turns out to be published already', async () => {
    const variables = await run({
      'confirm-publication': async () => {
        throw new Rejection('WRONG_STATE', 'already published');
      },
      'revert-offering': async () => ({ outcome: 'PUBLISHED' }),
    });
    await ended(variables);
    expect(stepsOf(variables)).to.deep.equal([...publishingTopics, 'revert-offering', 'unlock-prices']);
  });

  it('tries a step that undoes until it succeeds, even if it refuses', async () => {
    const calls: Partial<Record<SagaTopic, number>> = {};
    const failing = (topic: SagaTopic, result: object) => async () => {
      const count = (calls[topic] = (calls[topic] ?? 0) + 1);
      if (count <= 2) throw new Rejection('WRONG_STATE', 'not yet');
      return result as never;
    };
    const variables = await run({
      'lock-prices': async () => {
        throw new Rejection('NOT_FOUND', 'no such price');
      },
      'revert-offering': failing('revert-offering', { outcome: 'DRAFT' }),
      'delete-store-entry': failing('delete-store-entry', {}),
    });
    await ended(variables);
    expect(stepsOf(variables)).to.deep.equal([
      'lock-prices',
      ...Array<SagaTopic>(3).fill('revert-offering'),
      ...Array<SagaTopic>(3).fill('delete-store-entry'),
      'unlock-prices',
    ]);
    expect(lastOf(variables)).to.include({ failureCode: 'NOT_FOUND', failureMessage: 'no such price' });
  });

  it('leaves an incident when undoing fails for good, which a retry heals', async () => {
    let broken = true;
    const variables = await run({
      'lock-prices': async () => {
        throw new Rejection('NOT_FOUND', 'no such price');
      },
      'delete-store-entry': async () => {
        if (broken) throw new Error('store is down');
        return {};
      },
    });
    const mine = async () => (await camunda.incidents()).find(({ saga_id }) => saga_id === variables.sagaId);
    const incident = await until(mine);
    expect(incident).to.include({ step: 'delete-store-entry', message: 'store is down' });
    expect(stepsOf(variables).filter((topic) => topic === 'delete-store-entry')).to.have.length(10);
    broken = false;
    expect(await camunda.retry(variables.sagaId)).to.equal(1);
    await ended(variables);
    expect(await mine()).to.equal(undefined);
    expect(await camunda.retry(variables.sagaId)).to.equal(0);
  });

  it('refuses a saga that was started without its variables, and still undoes nothing blindly', async () => {
    const variables = await run({}, { pricingIds: 'everything' as never });
    const incident = await until(async () => (await camunda.incidents()).find(({ saga_id }) => saga_id === variables.sagaId));
    expect(incident).to.include({ step: 'revert-offering', message: 'The saga lacks the variables pricingIds' });
    expect(stepsOf(variables)).to.deep.equal([]);
  });

  it('is one instance however often it is started, and is known while it runs and after', async () => {
    const { plan, release } = held('lock-prices');
    const variables = await run(plan);
    await camunda.start(variables);
    expect(await camunda.status(variables.sagaId)).to.equal('running');
    release();
    await ended(variables);
    await camunda.start(variables);
    expect(await camunda.status(variables.sagaId)).to.equal('completed');
    expect(stepsOf(variables)).to.have.length(5);
    expect(await camunda.status(randomUUID())).to.equal('lost');
  });

  const deleteProcesses = async ({ sagaId }: PublicationVariables) => {
    const engine = new URL(camundaUrl).href;
    const running = (await (await fetch(`${engine}/process-instance?businessKey=${sagaId}`)).json()) as { id: string }[];
    // The engine refuses while it is about to save the process itself.
    for (const { id } of running) await until(async () => (await fetch(`${engine}/process-instance/${id}`, { method: 'DELETE' })).ok);
  };

  it('is undone by a new process when its own is deleted, and by its own while that runs', async () => {
    const { plan, release } = held('create-store-entry');
    const variables = await run(plan);
    const failure = { failureCode: 'PUBLICATION_LOST', failureMessage: 'its process is gone' };
    await until(() => stepsOf(variables).includes('create-store-entry'));
    expect(await camunda.undo(variables, failure)).to.equal(false);
    expect(await camunda.status(variables.sagaId)).to.equal('running');
    await deleteProcesses(variables);
    expect(await camunda.status(variables.sagaId)).to.equal('lost');
    expect(await camunda.undo(variables, failure)).to.equal(true);
    await ended(variables);
    release();
    expect(await camunda.status(variables.sagaId)).to.equal('completed');
    expect(stepsOf(variables).slice(3)).to.deep.equal(undoing);
    expect(lastOf(variables)).to.deep.include({ ...variables, ...failure });
  });

  it('is undone though the engine never heard of it', async () => {
    const variables = aPublication();
    expect(await camunda.status(variables.sagaId)).to.equal('lost');
    expect(await camunda.undo(variables, { failureCode: 'PUBLICATION_LOST', failureMessage: 'its process is gone' })).to.equal(true);
    await ended(variables);
    expect(stepsOf(variables)).to.deep.equal(undoing);
  });

  it('runs many sagas side by side, each whole', async () => {
    const many = await Promise.all(Array.from({ length: 30 }, () => run()));
    for (const variables of many) await ended(variables);
    // On a slow machine a claim may run out, and the step comes again.
    for (const variables of many) expect([...new Set(stepsOf(variables))]).to.deep.equal([...publishingTopics, 'unlock-prices']);
  });

  it('deploys the same process once', async () => {
    const versions = async () => {
      const reply = await fetch(`${new URL(camundaUrl).href}/process-definition/count?key=offering-publication-saga`);
      return ((await reply.json()) as { count: number }).count;
    };
    const before = await versions();
    await deployProcess(camundaUrl, processFile);
    expect(await versions()).to.equal(before);
  });

  it('waits on stop for the step that runs and takes nothing afterwards; another worker goes on', async () => {
    await worker.stop();
    const { plan, release } = held('lock-prices');
    const variables = aPublication();
    plans.set(variables.sagaId, plan);
    const first = startSagaWorker({ camundaUrl, service: 'first', steps: recordingSteps(), settings });
    await camunda.start(variables);
    await until(() => stepsOf(variables).length === 1);
    let stopped = false;
    const stopping = first.stop().then(() => {
      stopped = true;
    });
    const untouched = aPublication();
    await camunda.start(untouched);
    expect(stopped).to.equal(false);
    release();
    await stopping;
    expect(stepsOf(variables)).to.deep.equal(['lock-prices']);
    expect(stepsOf(untouched)).to.deep.equal([]);
    worker = startSagaWorker({ camundaUrl, service: 'second', steps: recordingSteps(), settings });
    await Promise.all([ended(variables), ended(untouched)]);
    expect(stepsOf(variables)).to.deep.equal([...publishingTopics, 'unlock-prices']);
  });
});

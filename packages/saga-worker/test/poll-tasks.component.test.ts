/** The worker against a stub that plays an engine in trouble: slow, absent, refusing, or answering nonsense. */
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { type SagaWorker, createCamunda, startSagaWorker } from '../src/index.ts';
import { engineVariables } from '../src/engine/engine-variables.ts';
import { until } from './until.ts';
import { aPublication, smoothSteps } from './publication-examples.ts';

const oneStep = { 'lock-prices': smoothSteps['lock-prices'] };

type Call = { path: string; body: Record<string, unknown>; authorization: string | undefined; at: number };

describe('a saga worker', function () {
  let engine: Server;
  let worker: SagaWorker | undefined;
  let calls: Call[] = [];
  let answer: (call: Call, res: ServerResponse, req: IncomingMessage) => void;

  beforeEach(async () => {
    calls = [];
    engine = createServer(async (req, res) => {
      if (req.method === 'GET') return json(res, []);
      const body = JSON.parse((await text(req)) || '{}') as Record<string, unknown>;
      const call = { path: req.url ?? '', body, authorization: req.headers.authorization, at: performance.now() };
      calls.push(call);
      answer(call, res, req);
    });
    engine.listen(0, '127.0.0.1');
    await once(engine, 'listening');
  });

  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    engine.closeAllConnections();
    engine.close();
  });

  const url = (credentials = '') => `http://${credentials}127.0.0.1:${(engine.address() as AddressInfo).port}/engine-rest`;
  const json = (res: ServerResponse, body: unknown, status = 200) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  };
  const polls = () => calls.filter(({ path }) => path.endsWith('/fetchAndLock'));
  const aTask = () => {
    const variables = aPublication();
    const { sagaId: businessKey } = variables;
    const task = { id: 't1', topicName: 'lock-prices', businessKey, retries: null, processInstanceId: 'p' };
    return { ...task, variables: engineVariables(variables) };
  };

  /** Answers the first poll with a task and keeps the others open. */
  const oneTask = (then: (call: Call, res: ServerResponse) => void) => {
    answer = (call, res) => {
      if (!call.path.endsWith('/fetchAndLock')) then(call, res);
      else if (polls().length === 1) json(res, [aTask()]);
    };
  };

  it('asks for its topics under a name of its own, with the credentials of the address', async () => {
    answer = () => {};
    worker = startSagaWorker({ camundaUrl: url('catalog:s%40fe@'), service: 'pricing-service', steps: oneStep });
    const other = startSagaWorker({ camundaUrl: url(), service: 'pricing-service', steps: oneStep });
    const [first, second] = await until(() => polls().length === 2 && polls());
    expect(first?.authorization).to.equal(`Basic ${Buffer.from('catalog:s@fe').toString('base64')}`);
    expect(first?.body).to.include({ maxTasks: 10, asyncResponseTimeout: 3000 });
    expect(second?.body['topics']).to.deep.equal([{ topicName: 'lock-prices', lockDuration: 3000 }]);
    expect(first?.body['workerId'])
      .to.match(/^pricing-service-/)
      .and.not.equal(second?.body['workerId']);
    await other.stop();
  });

  it('slows down while the engine refuses, is unhealthy meanwhile, and recovers by itself', async () => {
    let broken = true;
    answer = (_, res) => json(res, broken ? { type: 'RestException', message: 'starting' } : [], broken ? 503 : 200);
    worker = startSagaWorker({ camundaUrl: url(), service: 's', steps: oneStep });
    await until(() => polls().length >= 4);
    expect(worker.healthy()).to.equal(false);
    const [first, , , fourth] = polls();
    expect((fourth?.at ?? 0) - (first?.at ?? 0)).to.be.greaterThan(800);
    broken = false;
    await until(() => worker?.healthy());
  });

  it('ends its open poll when it is stopped, at once', async () => {
    let ended = false;
    answer = (_call, _res, req) => {
      req.once('close', () => {});
      req.socket.once('close', () => {
        ended = true;
      });
    };
    worker = startSagaWorker({ camundaUrl: url(), service: 's', steps: oneStep });
    await until(() => polls().length === 1);
    await worker.stop();
    await until(() => ended);
    expect(polls()).to.have.length(1);
  });

  it('tells the engine again when it cannot be reached at the end of a step', async () => {
    let refusals = 2;
    oneTask((_, res) => {
      if (refusals > 0) {
        refusals -= 1;
        json(res, { message: 'try again' }, 500);
      } else res.writeHead(204).end();
    });
    worker = startSagaWorker({ camundaUrl: url(), service: 's', steps: oneStep });
    const completions = () => calls.filter(({ path }) => path.endsWith('/complete'));
    const told = await until(() => completions().length === 3 && completions());
    expect(told[2]?.body['variables']).to.deep.equal({ lockResult: { type: 'boolean', value: true, valueInfo: {} } });
  });

  it('says nothing more about a task that is not its own any more', async () => {
    oneTask((_, res) => json(res, { message: 'no such task' }, 404));
    worker = startSagaWorker({ camundaUrl: url(), service: 's', steps: oneStep });
    await until(() => calls.some(({ path }) => path.endsWith('/complete')));
    await worker.stop();
    expect(calls.filter(({ path }) => !path.endsWith('/fetchAndLock'))).to.have.length(1);
  });

  it('keeps the task of a step that takes longer, and gives up one that outlives its lock', async () => {
    oneTask((_, res) => res.writeHead(204).end());
    const settings = { claimMs: 40, lockDurationMs: 300 };
    worker = startSagaWorker({ camundaUrl: url(), service: 's', settings, steps: { 'lock-prices': () => new Promise(() => {}) } });
    const failed = await until(() => calls.find(({ path }) => path.endsWith('/failure')));
    expect(calls.find(({ path }) => path.endsWith('/extendLock'))?.body).to.include({ newDuration: 300 });
    expect(failed.body).to.include({ retries: 2, errorMessage: 'lock-prices did not end within 240 ms' });
  });

  it('stops within its limit though a step never ends', async () => {
    oneTask((_, res) => res.writeHead(204).end());
    let begun = false;
    const steps = {
      'lock-prices': () => {
        begun = true;
        return new Promise<never>(() => {});
      },
    };
    worker = startSagaWorker({ camundaUrl: url(), service: 's', settings: { stopLimitMs: 50 }, steps });
    await until(() => begun);
    const started = performance.now();
    await worker.stop();
    expect(performance.now() - started).to.be.lessThan(60_000);
  });

  it('survives an answer that is no list of tasks', async () => {
    answer = (_, res) => {
      if (polls().length < 3) res.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    };
    worker = startSagaWorker({ camundaUrl: url(), service: 's', steps: oneStep });
    await until(() => polls().length === 3);
  });
});

describe('the engine seen by a service', () => {
  it('is out of reach when nobody answers', async () => {
    expect(await createCamunda('http://127.0.0.1:9/engine-rest').reachable()).to.equal(false);
  });
});

/** For `node --import`, in a service under test: carries out the orders on its saga steps, which know nothing of them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { Client, type ExternalTask, type TaskService } from 'camunda-external-task-client-js';
import { mutantIn } from './saga-mutants.ts';
import { type Order, ordersIn, type Place, type SagaStep } from './saga-orders.ts';

type Task = ExternalTask & { activityId: SagaStep };
/** A step that runs, and the orders that happened to it. */
type Running = { step: SagaStep; sagaId: string; claimed: string[] };
/** What of a driver is wrapped. */
type Method = (this: unknown, ...given: unknown[]) => unknown;

const folder = process.env['CHAOS_ORDERS'] ?? '';
const orders = ordersIn(folder);
const running = new AsyncLocalStorage<Running>();
const passed = new Map<string, number>();

mutantIn(folder).become(process.env['SERVICE_NAME'] ?? '');
if (process.env['CAMUNDA_URL']) await prepare();

async function prepare(): Promise<void> {
  wrapSteps();
  wrapStarts();
  if (process.env['DATABASE_URL']) wrapTransactions((await import('pg')).default.Client.prototype);
  if (process.env['MONGODB_URL']) wrapDocuments((await import('mongodb')).Collection.prototype as unknown as Record<string, Method>);
}

function wrapSteps(): void {
  const original = Client.prototype.subscribe;
  Client.prototype.subscribe = function (this: Client, topic, options, handler) {
    original.call(this, topic, options, (given) => {
      const task = given.task as Task;
      const step: Running = { step: task.activityId, sagaId: task.businessKey ?? '', claimed: [] };
      return running.run(step, async () => {
        pass('before');
        const taskService = telling(given.taskService);
        await Promise.all(Array.from({ length: times(step.step) }, () => handler({ task, taskService })));
        for (const id of step.claimed) orders.finish(id);
      });
    });
  };
}

function telling(service: TaskService): TaskService {
  const complete: TaskService['complete'] = async (...given) => {
    pass('after');
    await service.complete(...given);
  };
  return Object.assign(Object.create(service) as TaskService, { complete });
}

/** The starter's call to the engine, before it is sent and when it is answered. */
function wrapStarts(): void {
  const points = { 'undici:request:create': 'before', 'undici:request:headers': 'after' } as const;
  for (const [channel, point] of Object.entries(points)) {
    subscribe(channel, (message) => {
      const { request } = message as { request: { path: string } };
      if (/\/process-definition\/key\/[^/]+\/start$/.test(request.path)) carryOut({ step: 'start', point }, { sagaId: '', claimed: [] });
    });
  }
}

/** The middle of a step that writes is before its commit; one that only reads is in the middle of reading. */
function wrapTransactions(client: { query: Method }): void {
  const { query } = client;
  client.query = function (...given) {
    const isMiddle = running.getStore()?.step === 'validate-specifications' ? /^\s*select/i : /^commit/i;
    if (typeof given[0] !== 'string' || !isMiddle.test(given[0])) return query.apply(this, given);
    return Promise.try(() => {
      pass('middle');
      return query.apply(this, given);
    });
  };
}

/** The store's steps write other things before and after; the entry itself is their middle. */
function wrapDocuments(collection: Record<string, Method>): void {
  for (const name of ['insertOne', 'replaceOne', 'updateOne', 'findOneAndReplace', 'deleteOne']) {
    const original = collection[name]!;
    collection[name] = function (...given) {
      if ((this as { collectionName: string }).collectionName === 'published_offerings') pass('middle');
      return original.apply(this, given);
    };
  }
}

function pass(point: Place['point']): void {
  const step = running.getStore();
  if (step) carryOut({ step: step.step, point }, step);
}

function carryOut({ step, point }: Place, by: Pick<Running, 'sagaId' | 'claimed'>): void {
  for (const order of orders.all()) {
    if (order.step !== step || order.point !== point) continue;
    if (order.act === 'fail') throw new Error(`made to fail ${point} ${step}`);
    if (order.act !== 'repeat' && isDue(order) && orders.claim(order.id, by.sagaId)) {
      by.claimed.push(order.id);
      process.kill(process.pid, order.act === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    }
  }
}

function isDue({ id, skip }: Order): boolean {
  const before = passed.get(id) ?? 0;
  passed.set(id, before + 1);
  return before >= skip;
}

const times = (step: SagaStep): number => (orders.all().some((order) => order.act === 'repeat' && order.step === step) ? 2 : 1);

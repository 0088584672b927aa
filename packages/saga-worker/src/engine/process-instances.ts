/** The instances of one process, by their business keys: starts them once, finds them, sends them messages and retries what is stuck. */
import type { Engine } from './engine.ts';
import type { EngineVariable } from './engine-variables.ts';

type InstanceState = 'running' | 'ended' | 'unknown';
export type Instance = { id: string; businessKey: string; endTime: string | null; state: string };

export type ProcessInstances = {
  /** False if an instance with this key runs or ran, so it may be repeated until it succeeds. */
  start(businessKey: string, variables: Record<string, EngineVariable>): Promise<boolean>;
  /** Another, whether or not there is one already. */
  startAnother(businessKey: string, variables: Record<string, EngineVariable>): Promise<unknown>;
  state(businessKey: string): Promise<InstanceState>;
  /** Those with this key, also those that have ended; the oldest first. */
  find(businessKey: string): Promise<Instance[]>;
  /** False if no instance with this key waits for the message. */
  sendMessage(businessKey: string, messageName: string): Promise<boolean>;
  /** Gives the steps that used up their attempts new ones; resolves to how many there were. */
  retry(businessKey: string): Promise<number>;
};

const RETRIES_GIVEN = 10;

export function processInstances(engine: Engine, process: string): ProcessInstances {
  /** The history also has those that run, in the same transaction as the instance itself. */
  const find = async (businessKey: string): Promise<Instance[]> =>
    (await engine.call({
      path: '/history/process-instance',
      query: { processInstanceBusinessKey: businessKey, processDefinitionKey: process, sortBy: 'startTime', sortOrder: 'asc' },
    })) as Instance[];

  async function state(businessKey: string): Promise<InstanceState> {
    const instances = await find(businessKey);
    if (instances.length === 0) return 'unknown';
    return instances.some(({ endTime }) => endTime === null) ? 'running' : 'ended';
  }

  const startAnother: ProcessInstances['startAnother'] = (businessKey, variables) =>
    engine.call({ path: `/process-definition/key/${process}/start`, json: { businessKey, variables } });

  return {
    find,
    state,
    startAnother,
    async start(businessKey, variables) {
      if ((await state(businessKey)) !== 'unknown') return false;
      await startAnother(businessKey, variables);
      return true;
    },
    async sendMessage(businessKey, messageName) {
      const json = { messageName, businessKey, all: true, resultEnabled: true };
      const received = (await engine.call({ path: '/message', json })) as unknown[];
      return received.length > 0;
    },
    async retry(businessKey) {
      const tasks = await Promise.all(
        (await find(businessKey)).map(
          ({ id }) =>
            engine.call({ path: '/external-task', query: { processInstanceId: id, noRetriesLeft: true } }) as Promise<{ id: string }[]>,
        ),
      );
      const externalTaskIds = tasks.flat().map(({ id }) => id);
      if (externalTaskIds.length > 0) {
        await engine.call({ method: 'PUT', path: '/external-task/retries', json: { retries: RETRIES_GIVEN, externalTaskIds } });
      }
      return externalTaskIds.length;
    },
  };
}

/** The setting of a scenario: a manager who publishes, orders to the services, and the findings when all is quiet. */
import { randomUUID } from 'node:crypto';
import { publishingTopics } from '@catalog/contracts';
import { eventually } from '../support/eventually.ts';
import type { Chance } from '../support/chance.ts';
import type { ChaosCatalog } from './saga-catalog.ts';
import { type Expectation, faultsIn, type Findings, findingsOf, type Publication } from './saga-findings.ts';
import { type Draft, hireManager, type Manager } from './saga-manager.ts';
import type { Order } from './saga-orders.ts';
import { summonWitnesses } from './saga-truth.ts';

export type Scene = {
  catalog: ChaosCatalog;
  chance: Chance;
  manager: Manager;
  /** Every publication there was. */
  history: readonly Publication[];
  /** In place of those given before; resolves to their ids. */
  order(orders: readonly Omit<Order, 'id'>[]): string[];
  publishAll(drafts: readonly Draft[]): Promise<Publication[]>;
  /** The saga it happened to. */
  happened(orderId: string): Promise<string>;
  /** The step it happened to has come to its end. */
  over(orderId: string): Promise<void>;
  /** No publication waits or runs. */
  allEnded(): Promise<void>;
  /** The engine is past the publishing steps of the saga. */
  givenUp(sagaId: string): Promise<void>;
  outcome(publications: readonly Publication[], expectation?: Expectation): Promise<Findings>;
};

const HAPPENS_WITHIN_MS = 60_000;
/** After its deadline a saga has this long to be undone, what with lost polls, locks and growing delays. */
const UNDONE_WITHIN_MS = 90_000;
const QUIET_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 250;

export async function openScene(catalog: ChaosCatalog, chance: Chance, deadlineSeconds: number): Promise<Scene> {
  const [manager, witnesses] = await Promise.all([hireManager(catalog), summonWitnesses(catalog)]);
  const { orders } = catalog;
  const history: Publication[] = [];
  const endsWithin = deadlineSeconds * 1_000 + UNDONE_WITHIN_MS;

  const patiently = (check: () => Promise<void>, within: number) => eventually(check, { within, every: LOOK_EVERY_MS });
  const allEnded = () => patiently(async () => must((await witnesses.unfinished()) === 0, 'publications have not ended'), endsWithin);

  return {
    catalog,
    chance,
    manager,
    history,
    order(given) {
      const identified = given.map((order) => ({ ...order, id: randomUUID() }));
      orders.give(identified);
      return identified.map(({ id }) => id);
    },
    async publishAll(drafts) {
      for (const { id, revision, sights } of drafts) if (revision > 1) witnesses.watch(id, sights);
      const publications = await Promise.all(drafts.map((draft) => manager.publish(draft)));
      history.push(...publications);
      return publications;
    },
    happened: (id) =>
      eventually(
        () => {
          const sagaId = orders.claimedBy(id);
          if (sagaId === undefined) throw new Error('nobody came past the place');
          return sagaId;
        },
        { within: HAPPENS_WITHIN_MS },
      ),
    over: (id) => eventually(() => must(orders.isFinished(id), 'the step does not end'), { within: HAPPENS_WITHIN_MS }),
    allEnded,
    givenUp: (sagaId) =>
      patiently(async () => {
        const steps = await witnesses.stepsOf(sagaId);
        must(!steps.some((step) => isPublishing(step)), 'the engine still waits for the step');
      }, endsWithin),
    async outcome(publications, expectation) {
      const look = async () => findingsOf(publications, await witnesses.truthAbout(publications), expectation);
      const sound = async () => must(faultsIn(await look()).length === 0, 'something is wrong');
      await allEnded().catch(() => {}); // the findings tell
      await patiently(sound, QUIET_WITHIN_MS).catch(() => {});
      return look();
    },
  };
}

const isPublishing = (step: string): boolean => (publishingTopics as readonly string[]).includes(step);

function must(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}

/** Reads the state of publications from everybody who has a part in them: two databases, the store, the engine, and the events. */
import { EVENTS_EXCHANGE, type Offering, type ServiceName } from '@catalog/contracts';
import { createCamunda } from '@catalog/saga-worker';
import { connect as connectBroker } from 'amqplib';
import { MongoClient } from 'mongodb';
import { Readable } from 'node:stream';
import pg from 'pg';
import type { Effect, Publication, Sight, StoredOffering, Truth } from './saga-findings.ts';

export type Witnesses = {
  truthAbout(publications: readonly Publication[]): Promise<Truth>;
  /** Publications that are waiting for the engine or run there. */
  unfinished(): Promise<number>;
  /** From now on it is looked whether the store shows one of these, at every moment. */
  watch(offeringId: string, sights: readonly Sight[]): void;
  /** The steps that wait or run in a saga; none when it has ended. */
  stepsOf(sagaId: string): Promise<string[]>;
};

const HEARD = 'chaos-saga.offerings.queue';
const OFFERING_EVENTS = 'product.offerings.events';
const LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** Where those are who know. */
export type Addresses = {
  camunda: { url: string };
  rabbitmq: { url: string };
  mongodbUrl: string;
  urlOf(service: ServiceName): string;
  databaseOf(service: ServiceName): string;
};

export async function summonWitnesses(catalog: Addresses): Promise<Witnesses> {
  const { camunda, rabbitmq, mongodbUrl } = catalog;
  const effects = new Map<string, Effect[]>();
  await listen(rabbitmq.url);
  const watch = await startWatch(mongodbUrl);
  const running = () => runningSagas(camunda.url);

  return {
    async unfinished() {
      const publishing = await ask(catalog.databaseOf('offering-service'), PUBLISHING);
      return publishing.length + (await running()).size;
    },
    watch: watch.add,
    stepsOf: (sagaId) => openSteps(camunda.url, sagaId),
    async truthAbout(publications) {
      const ids = publications.map(({ offering_id }) => offering_id);
      await hear(rabbitmq.url, effects);
      const [offerings, shown, prepared, locking, runningNow, incidents] = await Promise.all([
        ask<StoredOffering>(catalog.databaseOf('offering-service'), OFFERINGS, [ids]),
        shownOf(catalog.urlOf('store-service'), ids),
        preparedOf(mongodbUrl, ids),
        ask<{ saga_id: string }>(catalog.databaseOf('pricing-service'), LOCKING_SAGAS),
        running(),
        createCamunda(camunda.url).incidents(),
      ]);
      return {
        offerings: new Map(offerings.map((offering) => [offering.id, offering])),
        shown,
        prepared,
        locking: new Set(locking.map(({ saga_id }) => saga_id)),
        running: runningNow,
        stuck: new Set(incidents.map(({ saga_id }) => saga_id)),
        effects,
        vanished: watch.vanished,
        mixed: watch.mixed,
      };
    },
  };
}

async function ask<Row extends object>(databaseUrl: string, statement: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: LIMIT_MS, query_timeout: LIMIT_MS });
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

async function shownOf(storeUrl: string, ids: string[]): Promise<Map<string, Sight>> {
  const look = async (id: string): Promise<[string, Sight][]> => {
    const response = await fetch(`${storeUrl}/api/v1/store/offerings/${id}`, { signal: AbortSignal.timeout(LIMIT_MS) });
    if (response.status !== 200 && response.status !== 404) throw new Error(`the store answered ${response.status}`);
    return response.ok ? [[id, sightOf((await response.json()) as Shown)]] : [];
  };
  const found = (await Readable.from(ids).map(look, { concurrency: 10 }).toArray()) as [string, Sight][][];
  return new Map(found.flat());
}

type Shown = { name: string; revision: number; pricing: { id: string }[] };
const sightOf = ({ name, revision, pricing }: Shown): Sight => ({ revision, name, pricing_ids: pricing.map(({ id }) => id) });

/** Reads the documents themselves, again and again: what is there is what every replica of the store shows. */
async function startWatch(mongodbUrl: string) {
  const [vanished, mixed] = [new Set<string>(), new Set<string>()];
  const sights = new Map<string, readonly Sight[]>();
  const client = await MongoClient.connect(mongodbUrl, { serverSelectionTimeoutMS: LIMIT_MS });
  const documents = client.db().collection<{ _id: string; status: string; shown: Shown }>('published_offerings');
  async function look(): Promise<void> {
    const watched = [...sights];
    const ids = watched.map(([id]) => id);
    const found = new Map((await documents.find({ _id: { $in: ids } }).toArray()).map((document) => [document._id, document]));
    for (const [id, allowed] of watched) {
      const document = found.get(id);
      if (document?.status !== 'PUBLISHED') vanished.add(id);
      else if (!allowed.some((sight) => isSame(sight, sightOf(document.shown)))) mixed.add(id);
    }
  }
  let isLooking = false;
  setInterval(() => {
    if (isLooking || sights.size === 0) return;
    isLooking = true;
    look().then(
      () => (isLooking = false),
      () => (isLooking = false),
    );
  }, LOOK_EVERY_MS).unref();
  return { vanished, mixed, add: (id: string, allowed: readonly Sight[]) => void sights.set(id, allowed) };
}

const isSame = (one: Sight, other: Sight): boolean =>
  one.revision === other.revision && one.name === other.name && one.pricing_ids.join() === other.pricing_ids.join();

async function preparedOf(mongodbUrl: string, ids: string[]): Promise<Set<string>> {
  const client = await MongoClient.connect(mongodbUrl, { serverSelectionTimeoutMS: LIMIT_MS });
  try {
    const entries = client.db().collection<{ _id: string; status: string }>('published_offerings');
    return new Set((await entries.find({ _id: { $in: ids }, status: 'PENDING' }).toArray()).map(({ _id }) => _id));
  } finally {
    await client.close();
  }
}

type Instance = { id: string; businessKey: string };

const runningSagas = async (camundaUrl: string): Promise<Set<string>> =>
  new Set((await engineAnswer<Instance[]>(camundaUrl, '/process-instance')).map(({ businessKey }) => businessKey));

async function openSteps(camundaUrl: string, sagaId: string): Promise<string[]> {
  const instances = await engineAnswer<Instance[]>(camundaUrl, `/process-instance?businessKey=${sagaId}`);
  const tasks = await Promise.all(
    instances.map(({ id }) => engineAnswer<{ activityId: string }[]>(camundaUrl, `/external-task?processInstanceId=${id}`)),
  );
  return tasks.flat().map(({ activityId }) => activityId);
}

async function engineAnswer<Answer>(camundaUrl: string, path: string): Promise<Answer> {
  const response = await fetch(camundaUrl + path, { signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`the engine answered ${response.status}`);
  return (await response.json()) as Answer;
}

/** From now on every event is kept for us, also while nobody asks and across restarts of the broker. */
async function listen(rabbitmqUrl: string): Promise<void> {
  const connection = await connectBroker(rabbitmqUrl);
  const channel = await connection.createChannel();
  await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
  await channel.assertQueue(HEARD, { durable: true });
  await channel.bindQueue(HEARD, EVENTS_EXCHANGE, OFFERING_EVENTS);
  await connection.close();
}

/** Adds what has come since; the same event again is no other effect. */
async function hear(rabbitmqUrl: string, effects: Map<string, Effect[]>): Promise<void> {
  const connection = await connectBroker(rabbitmqUrl, { timeout: LIMIT_MS });
  try {
    const channel = await connection.createChannel();
    for (let message = await channel.get(HEARD); message; message = await channel.get(HEARD)) {
      note(JSON.parse(message.content.toString()) as OfferingMessage, effects);
      channel.ack(message);
    }
  } finally {
    await connection.close();
  }
}

type OfferingMessage = { event_id: string; event_type: string; payload: Offering };

function note({ event_id, event_type, payload }: OfferingMessage, effects: Map<string, Effect[]>): void {
  const saga_id =
    event_type === 'OfferingPublished'
      ? payload.saga_id
      : event_type === 'OfferingPublicationFailed'
        ? (payload.next_revision ?? payload).last_publication_error?.saga_id
        : undefined;
  if (!saga_id) return;
  const known = effects.get(saga_id) ?? [];
  const ending = event_type === 'OfferingPublished' ? 'PUBLISHED' : 'DRAFT';
  if (!known.some((effect) => effect.event_id === event_id)) effects.set(saga_id, [...known, { event_id, ending }]);
}

const OFFERINGS = 'select id, lifecycle_status, last_publication_error, revision, next_revision from product_offerings where id = any($1)';

const PUBLISHING = 'select id from product_offerings where publishing_saga_id is not null';

const LOCKING_SAGAS = 'select unnest(locked_by_saga_ids) as saga_id from prices where locked';

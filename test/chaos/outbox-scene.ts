/** The setting of a scenario: a database with its writers, a consumer, and the comparison when all is quiet. */
import { createServiceDatabase } from '@catalog/backing-services';
import { connect, migrate, row, sql } from '@catalog/postgres';
import pg from 'pg';
import { eventually } from '../support/eventually.ts';
import type { Chance } from '../support/chance.ts';
import { type OutboxConsumer, startOutboxConsumer } from './outbox-consumer.ts';
import { type Findings, findingsOf } from './outbox-findings.ts';
import type { Addresses } from './outbox-relay.ts';
import type { FragileServer } from './fragile-server.ts';
import { openWriteSide, type WriteSide } from './outbox-write-side.ts';

export type Servers = { postgres: FragileServer; rabbitmq: FragileServer };

export type Scene = {
  servers: Servers;
  addresses: Addresses;
  chance: Chance;
  writeSide: WriteSide;
  holdUpConsumer: OutboxConsumer['holdUp'];
  /** Events that are committed and not yet heard of. */
  unheard(): Promise<number>;
  /** Once the outbox is empty and the consumer has heard all of it, or it is certain that it will not. */
  outcome(): Promise<Findings>;
  /** Once nothing is pending any more. */
  relayed(): Promise<void>;
  /** Once the relay has let go of its gate with nothing left to do. */
  asleep(): Promise<void>;
  /** Ends the relay's connection of that name from the server's side, as soon as there is one. */
  terminate(connection: string): Promise<void>;
  close(): Promise<void>;
};

const DRAINED_WITHIN_MS = 60_000;
const HEARD_WITHIN_MS = 10_000;

export async function openScene(servers: Servers, name: string, chance: Chance): Promise<Scene> {
  const databaseUrl = await createServiceDatabase(servers.postgres.url, name, 'outbox');
  const database = await connect(databaseUrl, { maximumPoolSize: 12 });
  await migrate(database);
  const consumer = await startOutboxConsumer(servers.rabbitmq.url);
  const writeSide = await openWriteSide(database, chance);
  const pending = () => database.oneFirst(countPending());
  const drained = async () => must((await pending()) === 0, 'events are pending');

  async function outcome(): Promise<Findings> {
    await eventually(drained, { within: DRAINED_WITHIN_MS }).catch(() => {}); // the findings tell
    const truth = await writeSide.truth();
    const allHeard = () => must(findingsOf(truth, consumer.heard).lost === 0, 'events are under way');
    await eventually(allHeard, { within: HEARD_WITHIN_MS }).catch(() => {});
    return findingsOf(truth, consumer.heard);
  }

  return {
    servers,
    addresses: { databaseUrl, rabbitmqUrl: servers.rabbitmq.url },
    chance,
    writeSide,
    holdUpConsumer: consumer.holdUp,
    unheard: async () => findingsOf(await writeSide.truth(), consumer.heard).lost,
    outcome,
    relayed: () => eventually(drained, { within: DRAINED_WITHIN_MS }),
    asleep: () =>
      eventually(async () => {
        await drained();
        must(!(await database.oneFirst(isGateHeld())), 'the relay is awake');
      }),
    terminate: (connection) => eventually(() => terminateBackend(servers.postgres.url, databaseUrl, connection)),
    close: async () => {
      await consumer.close();
      await database.end();
    },
  };
}

function must(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}

/** By the administrator: a role may not end the connections of others. */
async function terminateBackend(adminUrl: string, databaseUrl: string, connection: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  await admin.connect();
  try {
    const { rowCount } = await admin.query(TERMINATE, [new URL(databaseUrl).pathname.slice(1), connection]);
    must(rowCount !== 0, `${connection} is not connected`);
  } finally {
    await admin.end();
  }
}

const countPending = () => sql.type(row<{ count: number }>())`select count(*) from outbox where status = 'PENDING'`;

const isGateHeld = () => sql.type(row<{ held: boolean }>())`
  select exists (select from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and objid = 42 and granted
    and database = (select oid from pg_database where datname = current_database())) as held`;

const TERMINATE = `
  select pid, pg_terminate_backend(pid, 5000) from pg_stat_activity
  where datname = $1 and application_name = $2`;

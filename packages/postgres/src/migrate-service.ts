/** A program, run in a service's folder before its replicas start: waits for the database, brings it to the newest schema, and ends. */
import { setTimeout as delay } from 'node:timers/promises';
import { log } from '@catalog/observability';
import { growingDelay } from '@catalog/timing';
import { connect } from './connection/index.ts';
import { migrate } from './migrate/index.ts';

const DATABASE_AWAITED_MS = 5 * 60_000;
const LOOK_AGAIN = { first: 250, limit: 5_000 };

const url = process.env['DATABASE_URL'];
if (!url) throw new Error('DATABASE_URL is not set');

const database = await connectOnceThere(url);
try {
  await migrate(database, `${process.cwd()}/migrations`);
  log.info('Database is at the newest schema');
} finally {
  await database.end();
}

/** On a fresh installation somebody else creates database and role at this very moment, so a refusal is not the last word. */
async function connectOnceThere(databaseUrl: string): ReturnType<typeof connect> {
  const deadline = Date.now() + DATABASE_AWAITED_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await connect(databaseUrl, { maximumPoolSize: 1 });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      log.warn('Database is not there yet', { error });
      await delay(growingDelay(tries, LOOK_AGAIN));
    }
  }
}

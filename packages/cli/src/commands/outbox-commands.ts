/** `catalog outbox`: lists events that the relay of a service gave up publishing, and requeues them. */
import { connect, type Database, failedEvents, requeueFailedEvents } from '@catalog/postgres';
import { Command } from 'commander';
import { databaseUrlOf } from '../access/index.ts';

export function outboxCommands(): Command {
  const outbox = new Command('outbox').description('Events that could not be published');
  outbox
    .command('failed <service>')
    .description('List the events of a service that were given up, the oldest first')
    .action((service: string) =>
      withDatabase(service, async (database) => {
        const events = await failedEvents(database);
        if (events.length > 0) console.table(events);
        console.log(`${events.length} failed`);
      }),
    );
  outbox
    .command('requeue <service>')
    .description('Have them published after all, once the cause is mended')
    .action((service: string) =>
      withDatabase(service, async (database) => {
        console.log(`${await requeueFailedEvents(database)} requeued`);
      }),
    );
  return outbox;
}

async function withDatabase(service: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = await connect(await databaseUrlOf(service));
  try {
    await work(database);
  } finally {
    await database.end();
  }
}

/** `catalog dead-letters`: lists events that could not be handled, and replays or discards them. */
import { connectEventBus, type DeadLetter, type DeadLetters } from '@catalog/event-bus';
import { Command } from 'commander';
import { brokerUrl } from '../access/index.ts';

export function deadLetterCommands(): Command {
  const letters = new Command('dead-letters').description('Events that could not be handled');
  letters
    .command('list [queue]')
    .description('Count them in every queue, or list those of one, the oldest first')
    .action((queue?: string) =>
      withDeadLetters(async (dead) => {
        console.table(queue === undefined ? await dead.count() : (await dead.list(queue)).map(inOneLine));
      }),
    );
  letters
    .command('show <queue> [event-ids...]')
    .description('Print headers, reason and payload of all in a queue, or of some')
    .action((queue: string, eventIds: string[]) =>
      withDeadLetters(async (dead) => {
        for (const letter of chosen(await dead.list(queue), eventIds)) console.log(inFull(letter));
      }),
    );
  letters
    .command('replay <queue> [event-ids...]')
    .description('Put all of a queue, or some, back to be handled again, with all their tries')
    .action((queue: string, eventIds: string[]) =>
      withDeadLetters(async (dead) => {
        console.log(`${await dead.replay(queue, choiceOf(eventIds))} moved back to ${queue}`);
      }),
    );
  letters
    .command('discard <queue> [event-ids...]')
    .description('Delete some of a queue for good')
    .option('--all', 'all of them')
    .action((queue: string, eventIds: string[], { all }: { all?: true }) =>
      withDeadLetters(async (dead) => {
        if (eventIds.length === 0 && !all) throw new Error('Name the events that are to be deleted for good, or say --all.');
        console.log(`${await dead.discard(queue, choiceOf(eventIds))} deleted from ${queue}`);
      }),
    );
  return letters;
}

async function withDeadLetters(work: (dead: DeadLetters) => Promise<void>): Promise<void> {
  const bus = await connectEventBus({ url: await brokerUrl(), service: 'catalog command' });
  try {
    await work(bus.deadLetters);
  } finally {
    await bus.close();
  }
}

const choiceOf = (eventIds: string[]) => (eventIds.length > 0 ? { eventIds } : {});

function chosen(letters: DeadLetter[], eventIds: string[]): DeadLetter[] {
  const unknown = eventIds.filter((id) => !letters.some(({ event_id }) => event_id === id));
  if (unknown.length > 0) throw new Error(`There is no dead letter ${unknown.join(', ')} in that queue.`);
  return eventIds.length === 0 ? letters : letters.filter(({ event_id }) => eventIds.includes(event_id ?? ''));
}

const inOneLine = ({ event_id, event_type, reason, tries, failed_at }: DeadLetter) => ({ event_id, event_type, tries, failed_at, reason });

const inFull = ({ event_id, reason, headers, body }: DeadLetter): string =>
  `── ${event_id}\nreason: ${reason}\nheaders: ${JSON.stringify(headers, null, 2)}\npayload: ${indented(body)}\n`;

/** Unchanged if it is not JSON, which may be why it failed. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

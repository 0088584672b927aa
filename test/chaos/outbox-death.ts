/** Publishing that kills its own process, as `kill -9` would, at one chosen point of one chosen batch. */
import { setImmediate as turn } from 'node:timers/promises';
import type { PublishBatch } from '@catalog/postgres';

export const deathPoints = ['before publish', 'mid-batch', 'after publish, before confirm', 'after confirm, before UPDATE'] as const;
export type DeathPoint = (typeof deathPoints)[number];

/** `batch` counts from 1; `share` says how much of the batch a death in its middle lets out. */
export type Death = { point: DeathPoint; batch: number; share: number };

/** Enough turns of the event loop for the messages to be written to the socket, too few for the broker to have them on its disk. */
const TURNS_TO_FLUSH = 10;

export function dying(publish: PublishBatch, death: Death): PublishBatch {
  let batch = 0;
  return async (messages) => {
    batch += 1;
    if (batch < death.batch) return publish(messages);
    switch (death.point) {
      case 'before publish':
        return die();
      case 'mid-batch':
        await publish(messages.slice(0, Math.ceil(messages.length * death.share)));
        return die();
      case 'after publish, before confirm': {
        const publishing = publish(messages);
        return await isUnconfirmed(publishing) ? die() : publishing; // the confirms were faster: it dies with the next batch
      }
      case 'after confirm, before UPDATE':
        await publish(messages);
        return die();
    }
  };
}

async function isUnconfirmed(publishing: Promise<unknown>): Promise<boolean> {
  let open = true;
  const settled = () => { open = false; };
  publishing.then(settled, settled);
  for (let turns = 0; open && turns < TURNS_TO_FLUSH; turns += 1) await turn();
  return open;
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
}

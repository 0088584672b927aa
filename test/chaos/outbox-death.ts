/** Publishing that kills its own process, as `kill -9` would, at one chosen point of one chosen batch. */
import { setImmediate as turn } from 'node:timers/promises';
import type { PublishBatch } from '@catalog/postgres';

export const deathPoints = ['before publish', 'mid-batch', 'after publish, before confirm', 'after confirm, before UPDATE'] as const;
export type DeathPoint = (typeof deathPoints)[number];

/** `batch` counts from 1; `share` says how much of the batch a death in its middle lets out. */
export type Death = { point: DeathPoint; batch: number; share: number };

/** Ends with this code when the confirms were there before the process could die: then the point was not hit. */
export const POINT_MISSED = 3;

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
      case 'after publish, before confirm':
        await unconfirmed(publish(messages));
        return die();
      case 'after confirm, before UPDATE':
        await publish(messages);
        return die();
    }
  };
}

async function unconfirmed(publishing: Promise<unknown>): Promise<void> {
  const late = () => process.exit(POINT_MISSED);
  publishing.then(late, () => {});
  for (let turns = 0; turns < TURNS_TO_FLUSH; turns += 1) await turn();
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
}

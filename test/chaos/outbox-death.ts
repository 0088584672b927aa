/** Publishing that kills or pauses its own process at a chosen point of a chosen batch. */
import { setImmediate as turn } from 'node:timers/promises';
import type { PublishBatch } from '@catalog/postgres';

export const deathPoints = ['before publish', 'mid-batch', 'after publish, before confirm', 'after confirm, before UPDATE'] as const;
export type DeathPoint = (typeof deathPoints)[number];

/**
 * `batch` counts from 1; `share` says how much of the batch a death in its middle lets out. Whoever is paused goes on from there when
 * woken.
 */
export type Death = { point: DeathPoint; batch: number; share: number; signal: 'SIGKILL' | 'SIGSTOP' };
export const PAUSED = 'paused';

/** Enough turns of the event loop for the messages to be written to the socket, too few for the broker to have them on its disk. */
const TURNS_TO_FLUSH = 10;

export function dying(publish: PublishBatch, death: Death): PublishBatch {
  let batch = 0;
  let isOver = false;
  const die = async () => {
    isOver = true;
    if (death.signal === 'SIGSTOP') await new Promise((sent) => process.send?.(PAUSED, sent));
    process.kill(process.pid, death.signal);
  };
  return async (messages) => {
    batch += 1;
    if (batch < death.batch || isOver) return publish(messages);
    switch (death.point) {
      case 'before publish':
        await die();
        return publish(messages);
      case 'mid-batch': {
        const letOut = Math.ceil(messages.length * death.share);
        const first = await publish(messages.slice(0, letOut));
        await die();
        return [...first, ...(await publish(messages.slice(letOut)))];
      }
      case 'after publish, before confirm': {
        const publishing = publish(messages);
        if (await isUnconfirmed(publishing)) await die(); // else the confirms were faster: it dies with the next batch
        return publishing;
      }
      case 'after confirm, before UPDATE': {
        const results = await publish(messages);
        await die();
        return results;
      }
    }
  };
}

async function isUnconfirmed(publishing: Promise<unknown>): Promise<boolean> {
  let open = true;
  const settled = () => {
    open = false;
  };
  publishing.then(settled, settled);
  for (let turns = 0; open && turns < TURNS_TO_FLUSH; turns += 1) await turn();
  return open;
}

/** Empties the outbox, and promises that afterwards every commit with an event notifies: nothing is left unseen. */
import { pause } from '@catalog/timing';
import { type PublishBatch, relayBatches } from './outbox-batch.ts';
import { type OutboxGate, openOutboxGate } from './outbox-gate.ts';
import { createChores } from './outbox-housekeeping.ts';
import type { OutboxSession } from './outbox-session.ts';
import type { OutboxSettings } from './outbox-settings.ts';

export type OutboxDrain = {
  /** `mindSilentWriters`: also wait for writers who told nobody because of a drain that did not end well. */
  drain(options: { mindSilentWriters: boolean }): Promise<void>;
  /** Until the next drain, writers do not notify: it would make them wait for each other, and nobody could publish what they tell of. */
  keepWritersSilent(): void;
};

type Drainer = { gate: OutboxGate; relaySome: () => Promise<number>; lingerMs: number; stopping: AbortSignal };

/** However many events wait, chores are looked at, and the gate is asked for, after this time. */
const ROUND_MS = 1_000;
const BETWEEN_LOOKS_MS = { least: 5, most: 20 };

export async function openOutboxDrain(
  session: OutboxSession,
  options: { publish: PublishBatch; settings: OutboxSettings; stopping: AbortSignal },
): Promise<OutboxDrain> {
  const { publish, settings, stopping } = options;
  const doChores = createChores(session, settings);
  const relaySome = async () => {
    session.lost.throwIfAborted(); // batches would go on without the listener, and with it the gate is gone
    await doChores();
    const end = Date.now() + ROUND_MS;
    const mayGoOn = () => !stopping.aborted && !session.lost.aborted && Date.now() < end;
    return relayBatches(session.workers, { publish, settings, mayGoOn });
  };
  const drainer: Drainer = { gate: await openOutboxGate(session.listener), relaySome, lingerMs: settings.lingerMs, stopping };
  return {
    drain: ({ mindSilentWriters }) => drain(drainer, mindSilentWriters),
    keepWritersSilent: () => drainer.gate.hold(),
  };
}

async function drain(drainer: Drainer, mindSilentWriters: boolean): Promise<void> {
  let busy = (await drainer.relaySome()) > 0;
  if (!busy && !mindSilentWriters) return;
  do {
    if (busy) await drainHoldingGate(drainer);
    else await drainer.gate.release();
    busy = await awaitSilentWriters(drainer);
  } while (busy && !drainer.stopping.aborted);
}

/** Asks for the gate before every batch: whoever holds it, writers are silent while we look. */
async function drainHoldingGate({ gate, relaySome, lingerMs, stopping }: Drainer): Promise<void> {
  let lastFound = Date.now();
  while (!stopping.aborted && Date.now() - lastFound < lingerMs) {
    gate.hold();
    if ((await relaySome()) > 0) lastFound = Date.now();
    else await betweenLooks(stopping);
  }
  await gate.release();
}

/** True if more events turned up meanwhile than are worth a notification each. */
async function awaitSilentWriters({ gate, relaySome, stopping }: Drainer): Promise<boolean> {
  while (!stopping.aborted) {
    const gone = await gate.silentWritersGone();
    const found = await relaySome();
    if (found > 0) return true;
    if (gone) return false;
    await betweenLooks(stopping);
  }
  return false;
}

async function betweenLooks(stopping: AbortSignal): Promise<void> {
  const { least, most } = BETWEEN_LOOKS_MS;
  await pause(least + Math.random() * (most - least), stopping);
}

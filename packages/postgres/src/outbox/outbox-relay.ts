/** Publishes what the outbox holds, soon after each commit and at least once, through restarts of the database and of the broker. */
import { log } from '@catalog/observability';
import { growingDelay, pause } from '@catalog/timing';
import { type PublishBatch, PublishOutage } from './outbox-batch.ts';
import { openOutboxDrain } from './outbox-drain.ts';
import { type OutboxSession, openOutboxSession } from './outbox-session.ts';
import { defaultOutboxSettings, type OutboxSettings } from './outbox-settings.ts';
import { createWakeUp, type WakeUp } from './wake-up.ts';

export type OutboxRelay = {
  /** Finishes the batch in hand, then lets go of the database. */
  stop(): Promise<void>;
  /** Looks at the outbox now rather than at the next notification. */
  wake(): void;
};
export type OutboxRelayOptions = { databaseUrl: string; publish: PublishBatch; settings?: Partial<OutboxSettings> };

type Relay = { databaseUrl: string; publish: PublishBatch; settings: OutboxSettings; wakeUp: WakeUp; stopping: AbortSignal };

/** Resolves once the relay listens, or has seen that it cannot yet. */
export async function startOutboxRelay({ databaseUrl, publish, settings }: OutboxRelayOptions): Promise<OutboxRelay> {
  const stop = new AbortController();
  const wakeUp = createWakeUp();
  const relay: Relay = { databaseUrl, publish, settings: { ...defaultOutboxSettings, ...settings }, wakeUp, stopping: stop.signal };
  const tried = Promise.withResolvers<void>();
  const ended = keepServing(relay, tried.resolve);
  await tried.promise;
  return {
    wake: () => wakeUp.now(),
    stop: async () => {
      stop.abort();
      wakeUp.now();
      await ended;
    },
  };
}

async function keepServing(relay: Relay, onTried: () => void): Promise<void> {
  const { outage } = relay.settings;
  let tries = 0;
  while (!relay.stopping.aborted) {
    const begun = Date.now();
    try {
      const session = await openOutboxSession({ ...relay, onEvent: () => relay.wakeUp.now() });
      onTried();
      await serve(relay, session).finally(() => session.close());
    } catch (error) {
      onTried();
      if (relay.stopping.aborted) return;
      tries = Date.now() - begun > outage.limit ? 0 : tries;
      log.warn('Outbox relay lost the database', { error, tries });
      await pause(growingDelay(tries, outage), relay.stopping);
      tries += 1;
    }
  }
}

/** Drains, sleeps, drains. An outage of the broker is waited for without a notification cutting the wait short. */
async function serve({ publish, settings, wakeUp, stopping }: Relay, session: OutboxSession): Promise<void> {
  const { drain, keepWritersSilent } = await openOutboxDrain(session, { publish, settings, stopping });
  session.lost.addEventListener('abort', () => wakeUp.now());
  let outages = 0;
  // The session before this one may have died while writers kept silent because of it.
  let mindSilentWriters = true;
  while (!stopping.aborted) {
    session.lost.throwIfAborted();
    wakeUp.reset();
    try {
      await drain({ mindSilentWriters });
      outages = 0;
      mindSilentWriters = false;
      await wakeUp.within(settings.fallbackPollMs);
    } catch (error) {
      if (!(error instanceof PublishOutage)) throw error;
      keepWritersSilent();
      log.warn('Outbox relay cannot publish', { error: error.cause, outages });
      await pause(growingDelay(outages, settings.outage), AbortSignal.any([stopping, session.lost]));
      outages += 1;
      mindSilentWriters = true;
    }
  }
}

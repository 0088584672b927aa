/** A process whose relay hands its batch to the broker and then never hears of it again, until somebody kills the process. */
import { type PublishBatch, startOutboxRelay } from '@catalog/postgres';

const publish: PublishBatch = (messages) => {
  process.send?.(messages.map(({ event_id }) => event_id));
  return new Promise(() => {});
};

await startOutboxRelay({
  databaseUrl: process.env['DATABASE_URL'] ?? '',
  publish,
  settings: { publishTimeoutMs: Number(process.env['PUBLISH_TIMEOUT_MS'] ?? 10_000) },
});

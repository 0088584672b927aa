/** A publisher that remembers what it was given; each message fares as the test says, and is accepted if it says nothing. */
import type { OutboxMessage, PublishBatch, PublishResult } from '@catalog/postgres';

export type RecordingPublisher = { publish: PublishBatch; published: OutboxMessage[]; aggregates(): string[] };

export function createRecordingPublisher(
  fate: (message: OutboxMessage) => PublishResult | Promise<PublishResult> = () => ({ ok: true }),
): RecordingPublisher {
  const published: OutboxMessage[] = [];
  return {
    published,
    aggregates: () => published.map(({ payload }) => (payload as { payload: { id: string } }).payload.id),
    publish: (messages) =>
      Promise.all(
        messages.map(async (message) => {
          const result = await fate(message);
          if (result.ok) published.push(message);
          return result;
        }),
      ),
  };
}

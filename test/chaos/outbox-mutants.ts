/** Publishing with deliberate faults: checks that do not find these could not be trusted with the real one. */
import { randomUUID } from 'node:crypto';
import type { PublishBatch } from '@catalog/postgres';

export const mutants = {
  'does not wait for confirms':
    (publish: PublishBatch): PublishBatch =>
    async (messages) => {
      publish(messages).catch(() => {});
      return messages.map(() => ({ ok: true }));
    },
  'gives each try a new event_id':
    (publish: PublishBatch): PublishBatch =>
    (messages) =>
      publish(
        messages.map((message) => {
          const event_id = randomUUID();
          return { ...message, event_id, payload: { ...message.payload, event_id } };
        }),
      ),
};
export type Mutant = keyof typeof mutants;

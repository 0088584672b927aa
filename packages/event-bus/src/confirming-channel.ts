/** A channel whose `publish` resolves to the outcome of the message: confirmed by the broker, or why not. */
import type { ChannelModel, ConfirmChannel, Message, Options } from 'amqplib';

/** After `unconfirmed` and `lost` the message may have arrived, or not. */
export type Outcome = 'confirmed' | 'returned' | 'refused' | 'unconfirmed' | 'lost';

export type BrokerMessage = {
  exchange: string;
  routingKey: string;
  content: Buffer;
  properties: Options.Publish & { messageId: string };
};

export type ConfirmingChannel = { channel: ConfirmChannel; publish(message: BrokerMessage): Promise<Outcome> };

type Pending = { messageId: string; returned: boolean };

export async function openConfirmingChannel(connection: ChannelModel, confirmTimeoutMs: number): Promise<ConfirmingChannel> {
  const channel = await connection.createConfirmChannel();
  const pending = new Set<Pending>();
  let open = true;
  channel.once('close', () => {
    open = false;
  });
  // A message that no queue takes is returned, and then confirmed like any other.
  channel.on('return', ({ properties }: Message) => {
    const entry = pending.values().find(({ messageId, returned }) => messageId === properties.messageId && !returned);
    if (entry) entry.returned = true;
  });
  return {
    channel,
    publish: async (message) => {
      const entry = { messageId: message.properties.messageId, returned: false };
      pending.add(entry);
      const answer = await send(channel, message, confirmTimeoutMs);
      pending.delete(entry);
      if (answer === 'refused' && !open) return 'lost'; // a closing channel refuses whatever it has not yet confirmed
      return answer === 'confirmed' && entry.returned ? 'returned' : answer;
    },
  };
}

function send(channel: ConfirmChannel, message: BrokerMessage, confirmTimeoutMs: number): Promise<Outcome> {
  const { exchange, routingKey, content, properties } = message;
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => resolve('unconfirmed'), confirmTimeoutMs);
  try {
    const options = { ...properties, persistent: true, mandatory: true };
    channel.publish(exchange, routingKey, content, options, (error: unknown) => resolve(error ? 'refused' : 'confirmed'));
  } catch {
    resolve('lost'); // it throws only when the channel is closed already
  }
  return promise.finally(() => clearTimeout(timer));
}

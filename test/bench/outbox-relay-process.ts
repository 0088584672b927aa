/** The process of a relay with production settings; without a broker's address it publishes to nobody, at once or never. */
import { connectEventBus } from '@catalog/event-bus';
import { type PublishBatch, startOutboxRelay } from '@catalog/postgres';
import type { RelayOrder } from './outbox-relay.ts';

const { databaseUrl, rabbitmqUrl, brokerAway } = JSON.parse(process.argv[2] ?? '') as RelayOrder;
process.on('disconnect', () => process.exit());

const toNobody: PublishBatch = async (messages) => messages.map(() => ({ ok: true }));
const toNoBroker: PublishBatch = () => Promise.reject(new Error('the broker is away'));
const toBroker = async (url: string) => (await connectEventBus({ url, service: 'outbox-relay' })).publish;
const publish = brokerAway ? toNoBroker : rabbitmqUrl === undefined ? toNobody : await toBroker(rabbitmqUrl);
await startOutboxRelay({ databaseUrl, publish });
process.send?.('ready');

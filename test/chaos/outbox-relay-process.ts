/** The process of one relay, which runs until it dies; outbox-relay.ts starts it. */
import '../support/silence-logs.ts';
import { connectEventBus } from '@catalog/event-bus';
import { startOutboxRelay } from '@catalog/postgres';
import { dying } from './outbox-death.ts';
import { mutants } from './outbox-mutants.ts';
import { relaySettings, type RelayOrder } from './outbox-relay.ts';

const { databaseUrl, rabbitmqUrl, death, mutant } = JSON.parse(process.argv[2] ?? '') as RelayOrder;
process.on('disconnect', () => process.exit());

const bus = await connectEventBus({ url: rabbitmqUrl, service: 'outbox-relay' });
const publish = mutant ? mutants[mutant](bus.publish) : bus.publish;
await startOutboxRelay({ databaseUrl, publish: death ? dying(publish, death) : publish, settings: relaySettings });
process.send?.('ready');

/** The events as an AsyncAPI 3.0 document: a channel per topic, a message per type of event, and who sends and receives them. */
import {
  Category,
  Characteristic,
  EVENTS_EXCHANGE,
  eventSchemas,
  type EventType,
  Offering,
  Price,
  publisherOf,
  queueName,
  SCHEMA_VERSION,
  Specification,
  type Subscriber,
  subscriptions,
  type Topic,
  topics,
} from '@catalog/contracts';

export type EventExamples = Readonly<Record<EventType, object>>;

export const asyncApiOf = (examples: EventExamples): object => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Product catalog events',
    version: SCHEMA_VERSION,
    description:
      'Every event carries the whole state of the thing it tells of, and its version: the newest wins, whatever arrives first. ' +
      'Events arrive at least once. Unknown types and unknown fields are to be ignored.',
  },
  defaultContentType: 'application/json',
  channels: Object.fromEntries(topicNames.map((topic) => [topics[topic].aggregate, channel(topic)])),
  operations: Object.fromEntries([
    ...topicNames.map(sending),
    ...subscribers.flatMap((service) => subscriptions[service].map((topic) => receiving(service, topic))),
  ]),
  components: {
    messages: Object.fromEntries(
      topicNames.flatMap((topic) => topics[topic].events.map((type) => [type, message(type, topic, examples[type])])),
    ),
    schemas: Object.fromEntries(topicNames.map((topic) => [states[topic].name, plain(states[topic].schema)])),
  },
});

const topicNames = Object.keys(topics) as Topic[];
const subscribers = Object.keys(subscriptions) as Subscriber[];

const states: Record<Topic, { name: string; schema: object }> = {
  'resource.characteristics.events': { name: 'Characteristic', schema: Characteristic },
  'resource.specifications.events': { name: 'Specification', schema: Specification },
  'commercial.pricing.events': { name: 'Price', schema: Price },
  'product.categories.events': { name: 'Category', schema: Category },
  'product.offerings.events': { name: 'Offering', schema: Offering },
};

const channel = (topic: Topic): object => ({
  address: topic,
  description: `What happens to ${topics[topic].aggregate}`,
  messages: Object.fromEntries(topics[topic].events.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
  bindings: { amqp: { is: 'routingKey', exchange: { name: EVENTS_EXCHANGE, type: 'topic', durable: true }, bindingVersion: '0.3.0' } },
});

const sending = (topic: Topic): [string, object] => {
  const publisher = publisherOf(topic);
  const { aggregate } = topics[topic];
  const summary = `${publisher} tells what happens to ${aggregate}`;
  return [`${publisher}.sends.${aggregate}`, { action: 'send', ...about(topic), summary }];
};

const receiving = (service: Subscriber, topic: Topic): [string, object] => {
  const { aggregate } = topics[topic];
  const queue = queueName(service, topic);
  const summary = `${service} takes them from ${queue}`;
  return [`${service}.receives.${aggregate}`, { action: 'receive', ...about(topic), summary, 'x-queue': queue }];
};

const about = (topic: Topic) => {
  const place = `#/channels/${topics[topic].aggregate}`;
  return { channel: { $ref: place }, messages: topics[topic].events.map((type) => ({ $ref: `${place}/messages/${type}` })) };
};

/** The state is named once, however many events carry it. */
function message(type: EventType, topic: Topic, example: object): object {
  const { properties, ...envelope } = plain(eventSchemas[type]) as { properties: object };
  return {
    name: type,
    contentType: 'application/json',
    correlationId: { location: '$message.payload#/correlation_id' },
    payload: { ...envelope, properties: { ...properties, payload: { $ref: `#/components/schemas/${states[topic].name}` } } },
    examples: [{ name: type, payload: example }],
  };
}

// TypeBox keeps notes of its own on schemas; a JSON round trip leaves what JSON Schema knows.
const plain = (schema: object): object => JSON.parse(JSON.stringify(schema)) as object;

import { eventSchemas, type EventType, publisherOf, type Subscriber, subscriptions, topicOf, topics } from '@catalog/contracts';
import { readEvent } from '@catalog/event-bus';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { Check } from 'typebox/schema';
import { asyncApiText, eventExamples } from '../../packages/contracts/scripts/asyncapi-text.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Path = (string | number)[];

const contracts = new URL('../../packages/contracts/', import.meta.url);
const examples = (await eventExamples()) as Record<EventType, Json>;
const types = Object.keys(eventSchemas) as EventType[];
const read = (type: EventType, event: Json) => readEvent(topicOf(type), Buffer.from(JSON.stringify(event)));

describe('The AsyncAPI document', () => {
  it('is what the schemas and the examples say', async () => {
    expect(readFileSync(new URL('asyncapi.yaml', contracts), 'utf8'), 'run "npm run asyncapi"').to.equal(await asyncApiText());
  });

  it('shows an example of every event, and of nothing else', async () => {
    expect((await readdir(new URL('examples', contracts))).toSorted()).to.eql(types.map((type) => `${type}.json`).toSorted());
  });
});

describe('An event as it was published once', () => {
  for (const subscriber of Object.keys(subscriptions) as Subscriber[]) {
    for (const topic of subscriptions[subscriber]) {
      it(`is taken by ${subscriber}, whatever ${publisherOf(topic)} has published on ${topic}`, () => {
        for (const type of topics[topic].events) {
          expect(readEvent(topic, Buffer.from(JSON.stringify(examples[type])))).to.eql({ kind: 'event', event: examples[type] });
        }
      });
    }
  }

  for (const type of types) {
    const example = examples[type];
    const fields = pathsIn(example);

    it(`${type} has a payload of the version that it tells of`, () => {
      const { entity_version, payload } = example as { entity_version: number; payload: { version: number } };
      expect(payload.version).to.equal(entity_version);
    });

    it(`${type} is taken with fields that a newer publisher has added, anywhere`, () => {
      const objects: Path[] = [[], ...fields.filter((path) => isObject(valueAt(example, path)))];
      for (const path of objects) {
        expect(read(type, changed(example, [...path, 'added_later'], { a: [1] })).kind, path.join('.')).to.equal('event');
      }
    });

    it(`${type} is refused without any one of the fields it must have, or with a value of another type in one`, () => {
      for (const path of fields) {
        const retypedOne = changed(example, path, ofAnotherType(valueAt(example, path)));
        expect(read(type, retypedOne).kind, `retyped ${path.join('.')}`).to.equal('invalid');
        if (typeof path.at(-1) === 'number' || cameLater(path)) continue;
        expect(read(type, changed(example, path, undefined)).kind, `without ${path.join('.')}`).to.equal('invalid');
      }
    });

    it(`${type} would show that a schema no longer takes it`, () => {
      const schema = JSON.parse(JSON.stringify(eventSchemas[type])) as Schema;
      expect(Check(schema, example)).to.equal(true);
      for (const [place, broken] of incompatible(schema, example)) expect(Check(broken, example), place).to.equal(false);
    });
  }
});

/** Fields that events of before do not have, so nobody may insist on them. */
const cameLater = (path: Path): boolean => newFields.has(path.join('.'));

const newFields = new Set([
  'actor',
  'payload.scheduled',
  'payload.charge',
  'payload.charge.every',
  'payload.reduced',
  'payload.category_ids',
  'payload.scheduled_retirement',
  'payload.revision',
  'payload.revises',
  'payload.next_revision',
  ...['scheduled', 'scheduled_retirement', 'category_ids'].map((field) => `payload.next_revision.${field}`),
]);

type Schema = { type?: string; required: string[]; properties: Record<string, Schema> };

/** What a careless change does: asks for one more field, or for another type in one of those there are. */
function incompatible(schema: Schema, example: Json): [place: string, Schema][] {
  const payload = schema.properties['payload']!;
  const within = (changedPayload: Schema): Schema => ({ ...schema, properties: { ...schema.properties, payload: changedPayload } });
  return [
    ['one more field', { ...schema, required: [...schema.required, 'added'] }],
    ['one more field of the payload', within({ ...payload, required: [...payload.required, 'added'] })],
    ...Object.keys(schema.properties).map((name): [string, Schema] => [name, retyped(schema, name)]),
    ...Object.keys(valueAt(example, ['payload']) as object).map((name): [string, Schema] => [
      `payload.${name}`,
      within(retyped(payload, name)),
    ]),
  ];
}

const retyped = (schema: Schema, name: string): Schema => ({
  ...schema,
  properties: { ...schema.properties, [name]: { not: schema.properties[name] } as unknown as Schema },
});

/** Every field and every entry of a list, at any depth. */
function pathsIn(value: Json): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => [[key], ...pathsIn(inner).map((path) => [key, ...path])]);
}

const isObject = (value: Json): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const valueAt = (value: Json, path: Path): Json => path.reduce((inner, key) => (inner as Record<string | number, Json>)[key]!, value);

function changed(value: Json, path: Path, to: Json | undefined): Json {
  const copy = structuredClone(value);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string | number, Json>;
  if (to === undefined) delete parent[path.at(-1)!];
  else parent[path.at(-1)!] = to;
  return copy;
}

const ofAnotherType = (value: Json): Json => (isObject(value) ? 'text' : {});

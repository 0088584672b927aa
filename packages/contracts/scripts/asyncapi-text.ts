/** The text of asyncapi.yaml, and the examples of events that it shows. */
import { type EventType, eventSchemas } from '@catalog/contracts';
import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { asyncApiOf, type EventExamples } from './asyncapi.ts';

export const asyncApiText = async (): Promise<string> =>
  stringify(asyncApiOf(await eventExamples()), { aliasDuplicateObjects: false, lineWidth: 140 });

/** One per type, as published once: a schema that refuses one of them has broken with the past. */
export async function eventExamples(): Promise<EventExamples> {
  const types = Object.keys(eventSchemas) as EventType[];
  return Object.fromEntries(await Promise.all(types.map(async (type) => [type, await example(type)]))) as EventExamples;
}

const example = async (type: EventType): Promise<object> =>
  JSON.parse(await readFile(new URL(`../examples/${type}.json`, import.meta.url), 'utf8')) as object;

/** Terms by which Elasticsearch counts values; each begins with a short prefix for its attribute, by which a facet selects. */
import { createHash } from 'node:crypto';
import type { CharacteristicFields } from '../rules/index.ts';

const PREFIX_LENGTH = 8;
const SEPARATOR = '\n';

/** Two attributes may share a prefix. */
export const attributePrefix = (attribute: string): string => createHash('sha256').update(attribute).digest('hex').slice(0, PREFIX_LENGTH);

export const attributeOf = (bucket: string): string => (JSON.parse(bucket) as [string])[0];

/** The same for equal values, however they are written. */
export const valueTerm = (bucket: string): string => attributePrefix(attributeOf(bucket)) + bucket;

/** A different one for each way in which a value is written. */
export const writtenTerm = ({ bucket, written }: CharacteristicFields): string => valueTerm(bucket) + SEPARATOR + written;

export function parseTerm(term: string): { bucket: string; written: string } {
  const [bucket = '', written = ''] = term.slice(PREFIX_LENGTH).split(SEPARATOR);
  return { bucket, written };
}

/** The terms by which Elasticsearch counts values: they begin with a short mark of the attribute, so that some attributes' can be picked out. */
import { createHash } from 'node:crypto';
import type { CharacteristicFields } from '../rules/index.ts';

const MARK_LENGTH = 8;
const SEPARATOR = '\n';

export const markOf = (attribute: string): string => createHash('sha256').update(attribute).digest('hex').slice(0, MARK_LENGTH);

export const attributeOf = (bucket: string): string => (JSON.parse(bucket) as [string])[0];

/** One for each value, however it is written. */
export const valueKey = (bucket: string): string => markOf(attributeOf(bucket)) + bucket;

/** One for each way it is written. */
export const writingKey = ({ bucket, written }: CharacteristicFields): string => valueKey(bucket) + SEPARATOR + written;

export function readKey(key: string): { bucket: string; written: string } {
  const [bucket = '', written = ''] = key.slice(MARK_LENGTH).split(SEPARATOR);
  return { bucket, written };
}

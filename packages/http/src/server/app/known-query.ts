/** Refuses query parameters that an operation does not have, so that a misspelt filter is not silently ignored. */
import { Rejection } from '@catalog/contracts';
import type { TObject } from 'typebox';
import { refuseUnstorableText } from '../body/index.ts';

type Query = Record<string, string | string[] | undefined>;

export function knownQuery(given: Query, schema: TObject | undefined): Query {
  const query = { ...given };
  const known = Object.keys(schema?.properties ?? {});
  for (const [name, value] of Object.entries(query)) {
    if (!known.includes(name)) {
      const hint = known.length > 0 ? `known are ${known.join(', ')}` : 'there are none here';
      throw new Rejection('VALIDATION_ERROR', `${name} is not a query parameter; ${hint}`, { field: name });
    }
    for (const text of [value ?? ''].flat()) refuseUnstorableText(text, name);
  }
  return query;
}

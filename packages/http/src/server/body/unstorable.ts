/** Refuses JSON and text that cannot be stored: NUL, lone surrogates, numbers out of range, `__proto__`, too many values or levels. */
import { Rejection } from '@catalog/contracts';

const MAXIMUM_DEPTH = 20;
/** Bounds the work of validation, which reports the faults of each value. */
const MAXIMUM_VALUES = 2_000;

export function refuseUnstorable(body: unknown): void {
  let values = 0;
  visit(body, '', 0);

  function visit(value: unknown, field: string, depth: number): void {
    values += 1;
    if (values > MAXIMUM_VALUES) throw new Rejection('MALFORMED_REQUEST', `The body has more than ${MAXIMUM_VALUES} values`);
    if (depth > MAXIMUM_DEPTH) throw new Rejection('MALFORMED_REQUEST', `The body is nested deeper than ${MAXIMUM_DEPTH} levels`);
    if (typeof value === 'string') refuseUnstorableText(value, field);
    if (value === Infinity || value === -Infinity) throw unstorable(field, 'is too large a number');
    if (typeof value !== 'object' || value === null) return;
    // `for in`, as a list of all keys would be made before the first one is counted.
    for (const key in value) {
      if (key === '__proto__') throw new Rejection('MALFORMED_REQUEST', 'A key must not be "__proto__"');
      refuseUnstorableText(key, field);
      visit(value[key as keyof typeof value], field === '' ? key : `${field}.${key}`, depth + 1);
    }
  }
}

export function refuseUnstorableText(text: string, field: string): void {
  if (text.includes('\0') || !text.isWellFormed()) throw unstorable(field, 'has a character that is not text');
}

const unstorable = (field: string, fault: string): Rejection =>
  new Rejection('VALIDATION_ERROR', `${field || 'The body'} ${fault}`, field ? { field } : {});

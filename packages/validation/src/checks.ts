/** Compiles schemas to checks that refuse with VALIDATION_ERROR and name every faulty field. */
import { Rejection } from '@catalog/contracts';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import Type, { type TObject, type TSchema } from 'typebox';
import { createAjv } from './ajv.ts';
import { type Fault, faultOf } from './fault.ts';
import { parseTexts } from './parse-texts.ts';

/** Returns the value as validated. */
export type Check = (value: unknown) => unknown;

const allFaults = createAjv({ allErrors: true });
const firstFault = createAjv({ allErrors: false });
const withDefaults = createAjv({ allErrors: true, useDefaults: true });
const MAXIMUM_FAULTS = 50;

/** For JSON bodies: types as they are; an optional one may be absent. */
export const bodyCheck = (schema: TSchema): Check => optionally(schema, checkWith(allFaults.compile(schema), 'The body'));

/** For bodies that anybody may send: stops at the first fault, which costs the least. */
export const firstFaultBodyCheck = (schema: TSchema): Check => optionally(schema, checkWith(firstFault.compile(schema), 'The body'));

/** For query strings and path parameters: text becomes numbers, booleans and lists where the schema wants those; defaults are filled in. */
export function textCheck(schema: TObject, where: string): (texts: Record<string, unknown>) => unknown {
  const check = checkWith(withDefaults.compile(schema), where);
  return (texts) => check(parseTexts(texts, schema));
}

/** For what programs send each other: all faults in the validator's own words, or undefined. `name` stands for the value. */
export function faultsOf(schema: TSchema, name: string): (value: unknown) => string | undefined {
  const validate = allFaults.compile(schema);
  return (value) => (validate(value) ? undefined : allFaults.errorsText(validate.errors, { dataVar: name }));
}

const optionally = (schema: TSchema, check: Check): Check =>
  Type.IsOptional(schema) ? (body) => (body === undefined ? undefined : check(body)) : check;

const checkWith =
  (validate: ValidateFunction, where: string): Check =>
  (value) => {
    if (validate(value)) return value;
    const faults: Fault[] = (validate.errors ?? [])
      .filter(isTelling)
      .slice(0, MAXIMUM_FAULTS)
      .map((error) => faultOf(error, where));
    const first = faults[0] ?? { message: `${where} is not valid` };
    throw new Rejection('VALIDATION_ERROR', first.message, { ...(first.field && { field: first.field }), errors: faults });
  };

// `anyOf` only repeats, less clearly, what its branches have said.
const isTelling = ({ keyword, params }: ErrorObject): boolean => keyword !== 'anyOf' && !(keyword === 'type' && params['type'] === 'null');

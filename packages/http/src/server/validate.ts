/** Compiles schemas to checks that refuse with VALIDATION_ERROR, naming every faulty field in words. */
import { Rejection } from '@catalog/contracts';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import Type, { type TObject, type TSchema } from 'typebox';
import { valuesOfTexts } from './values-of-texts.ts';

/** Returns the value as validated; `where` (body, query, path) appears in the message when a fault has no field. */
export type Check = (value: unknown) => unknown;

// Narrower than the standard formats. An id is written in one way, so that comparing ids is comparing text; the year 0 and offsets of
// 16 hours are no times to Postgres.
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const storableTime = /^(?!0000)(?!.*[+-](1[6-9]|2\d)(:?\d\d)?$)/;

function addFormats(ajv: Ajv2020): Ajv2020 {
  formats.default(ajv);
  const dateTime = formats.default.get('date-time') as { validate: (text: string) => boolean };
  ajv.addFormat('uuid', uuid);
  ajv.addFormat('date-time', (text: string) => storableTime.test(text) && dateTime.validate(text));
  return ajv;
}

const strict = addFormats(new Ajv2020({ allErrors: true, verbose: true, strictTypes: false }));
const hasty = addFormats(new Ajv2020({ allErrors: false, verbose: true, strictTypes: false }));
const completing = addFormats(new Ajv2020({ allErrors: true, verbose: true, strictTypes: false, useDefaults: true }));
const MAXIMUM_FAULTS = 50;

/** For JSON bodies: types as they are; an optional one may be absent. */
export const bodyCheck = (schema: TSchema): Check => bodyCheckBy(strict, schema);

/** For bodies that anybody may send: no more than the first fault is looked for. */
export const hastyBodyCheck = (schema: TSchema): Check => bodyCheckBy(hasty, schema);

function bodyCheckBy(ajv: Ajv2020, schema: TSchema): Check {
  const check = checkWith(ajv.compile(schema), 'The body');
  return Type.IsOptional(schema) ? (body) => (body === undefined ? undefined : check(body)) : check;
}

/** For query strings and path parameters: text becomes numbers, booleans and lists where the schema wants those; defaults are filled in. */
export function textCheck(schema: TObject, where: string): (texts: Record<string, unknown>) => unknown {
  const check = checkWith(completing.compile(schema), where);
  return (texts) => check(valuesOfTexts(texts, schema));
}

const checkWith = (validate: ValidateFunction, where: string): Check => (value) => {
  if (validate(value)) return value;
  const faults = (validate.errors ?? []).filter(saysSomething).slice(0, MAXIMUM_FAULTS).map((error) => faultOf(error, where));
  const first = faults[0] ?? { message: `${where} is not valid` };
  throw new Rejection('VALIDATION_ERROR', first.message, { ...(first.field && { field: first.field }), errors: faults });
};

// `anyOf` only repeats, less clearly, what its branches have said.
const saysSomething = (error: ErrorObject): boolean => error.keyword !== 'anyOf' && !(error.keyword === 'type' && error.params['type'] === 'null');

type Fault = { field?: string; message: string };

function faultOf(error: ErrorObject, where: string): Fault {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const inner: unknown = error.params['missingProperty'] ?? error.params['additionalProperty'];
  const field = typeof inner === 'string' ? (path ? `${path}.${inner}` : inner) : path;
  return field ? { field, message: `${field} ${inWords(error)}` } : { message: `${where} ${inWords(error)}` };
}

function inWords(error: ErrorObject): string {
  const { keyword, params } = error;
  switch (keyword) {
    case 'required': return 'is required';
    case 'additionalProperties': return 'is not known here';
    case 'type': return `must be ${withArticle(String(params['type']))}`;
    case 'enum': return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'minLength': return params['limit'] === 1 ? 'must not be empty' : `must have at least ${params['limit']} characters`;
    case 'maxLength': return `must have at most ${params['limit']} characters`;
    case 'minItems': return `must have at least ${params['limit']} ${params['limit'] === 1 ? 'entry' : 'entries'}`;
    case 'maxItems': return `must have at most ${params['limit']} entries`;
    case 'uniqueItems': return 'must not list the same entry twice';
    case 'format': return `must be ${params['format'] === 'uuid' ? 'a UUID in lower case' : `a ${String(params['format'])}`}`;
    default: return error.message ?? 'is not valid';
  }
}

const withArticle = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

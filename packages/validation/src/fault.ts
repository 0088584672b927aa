/** Says what is wrong with one field in words for people, from what the validator found. */
import type { ErrorObject } from 'ajv/dist/2020.js';

export type Fault = { field?: string; message: string };

/** `where` (the body, the query) stands in the message when the fault has no field. */
export function faultOf(error: ErrorObject, where: string): Fault {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const inner: unknown = error.params['missingProperty'] ?? error.params['additionalProperty'];
  const field = typeof inner === 'string' ? (path ? `${path}.${inner}` : inner) : path;
  return field ? { field, message: `${field} ${describe(error)}` } : { message: `${where} ${describe(error)}` };
}

function describe(error: ErrorObject): string {
  const { keyword, params } = error;
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not known here';
    case 'type':
      return `must be ${withArticle(String(params['type']))}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'minLength':
      return params['limit'] === 1 ? 'must not be empty' : `must have at least ${params['limit']} characters`;
    case 'maxLength':
      return `must have at most ${params['limit']} characters`;
    case 'exclusiveMinimum':
      return `must be above ${params['limit']}`;
    case 'multipleOf':
      return `must be a multiple of ${params['multipleOf']}`;
    case 'minItems':
      return `must have at least ${params['limit']} ${params['limit'] === 1 ? 'entry' : 'entries'}`;
    case 'maxItems':
      return `must have at most ${params['limit']} entries`;
    case 'uniqueItems':
      return 'must not list the same entry twice';
    case 'format':
      return `must be ${params['format'] === 'uuid' ? 'a UUID in lower case' : `a ${String(params['format'])}`}`;
    default:
      return error.message ?? 'is not valid';
  }
}

const withArticle = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

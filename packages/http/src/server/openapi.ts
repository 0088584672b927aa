/** Prints an API as an OpenAPI 3.1 document: every parameter, body, reply and refusal of every operation, with examples. */
import { type ErrorCode, errorCodes } from '@catalog/contracts';
import Type, { type TObject, type TSchema } from 'typebox';
import { errorExample } from './error-examples.ts';
import { errorStatuses } from './error-statuses.ts';
import { exampleOf } from './example-of.ts';
import type { Api, Operation } from './operation.ts';
import { isConditional, refusalsOf } from './refusals-of.ts';

const ErrorBody = Type.Object({
  error: Type.Object({
    code: Type.Unsafe({ type: 'string', enum: [...errorCodes] }),
    message: Type.String(),
    details: Type.Object({ field: Type.Optional(Type.String()) }, { additionalProperties: true }),
    correlation_id: Type.String(),
  }),
});

export function openApiOf(api: Api): object {
  const operations = Object.entries(api.operations);
  const paths: Record<string, Record<string, object>> = {};
  for (const [id, operation] of operations) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(id, operation);
  const codes = new Set([...operations.flatMap(([, operation]) => refusalsOf(operation)), ...failures]);
  return {
    openapi: '3.1.0',
    info: { title: api.title, description: api.description, version: '1' },
    paths,
    components: {
      schemas: { Error: plain(ErrorBody) },
      examples: Object.fromEntries(errorCodes.filter((code) => codes.has(code)).map((code) => [code, { value: errorExample(code) }])),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describe(id: string, operation: Operation): object {
  const { access, body, replies } = operation;
  return {
    operationId: id,
    summary: operation.summary,
    ...(access === 'public' ? { security: [] } : { security: [{ bearer: [] }], 'x-roles': access }),
    parameters: [
      ...parameters('path', operation.params),
      ...parameters('query', operation.query),
      ...(isConditional(operation) ? [ifMatch] : []),
      ...(operation.idempotent ? [idempotencyKey] : []),
    ],
    ...(body && { requestBody: { required: !Type.IsOptional(body), content: json(body) } }),
    responses: {
      ...Object.fromEntries(Object.entries(replies).map(([status, schema]) => [status, reply(status, schema)])),
      ...refusals(refusalsOf(operation)),
      '5XX': refusal('Failed; the request may be tried again', failures),
    },
  };
}

const json = (schema: TSchema) => ({ 'application/json': { schema: plain(schema), example: exampleOf(schema) } });

const reply = (status: string, schema: TSchema | null): object => ({
  description: descriptions[status] ?? 'Success',
  ...(status === '201' && { headers: { Location: { description: 'Where it can be read', schema: { type: 'string' } } } }),
  ...(schema && { content: json(schema) }),
});

function refusals(codes: ErrorCode[]): Record<string, object> {
  const byStatus = Object.groupBy(codes, (code) => errorStatuses[code]);
  return Object.fromEntries(Object.entries(byStatus).map(([status, of = []]) => [status, refusal(descriptions[status] ?? 'Refused', of)]));
}

const refusal = (description: string, codes: readonly ErrorCode[]): object => ({
  description: `${description}: ${codes.join(', ')}`,
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/Error' },
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
});

const failures: readonly ErrorCode[] = ['INTERNAL_ERROR', 'UPSTREAM_ERROR', 'SERVICE_UNAVAILABLE', 'UPSTREAM_TIMEOUT'];

const descriptions: Record<string, string> = {
  200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'Done, no content',
  400: 'Not acceptable as it is', 401: 'Not signed in', 403: 'Not allowed', 404: 'Not there', 409: 'In conflict with what is there',
  412: 'Changed in the meantime', 413: 'Too large', 415: 'Not JSON', 422: 'Not the same request', 423: 'Locked', 429: 'Too often',
  431: 'Too long',
};

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of what was read; refused with 412 when it has changed since, with 400 when it is none.',
  schema: { type: 'string' },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same body gets the stored answer for 24 hours.',
  schema: { type: 'string', pattern: '^[!-~]+$', minLength: 1, maxLength: 200 },
};

const parameters = (place: 'path' | 'query', schema: TObject | undefined): object[] =>
  Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (isRequired(name, schema) && !('default' in property)),
    schema: plain(property),
  }));

const isRequired = (name: string, schema: TObject | undefined): boolean => schema?.required?.includes(name) ?? false;

// TypeBox keeps notes of its own on schemas; a JSON round trip leaves what JSON Schema knows.
const plain = (schema: TSchema): object => JSON.parse(JSON.stringify(schema)) as object;

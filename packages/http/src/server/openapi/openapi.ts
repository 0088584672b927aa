/** Makes an OpenAPI 3.1 document of an API: every parameter, body, reply and refusal of every operation, with examples. */
import { type ErrorCode, errorCodes } from '@catalog/contracts';
import { STATUS_CODES } from 'node:http';
import Type, { type TObject, type TSchema } from 'typebox';
import { type Api, isConditional, type Operation, refusalsOf } from '../api/index.ts';
import { errorStatuses } from '../errors/index.ts';
import { errorExample } from './error-examples.ts';
import { exampleOf } from './example-of.ts';

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
      '5XX': refusal('Server error; the request may be tried again', failures),
    },
  };
}

const json = (schema: TSchema) => ({ 'application/json': { schema: plain(schema), example: exampleOf(schema) } });

const reply = (status: string, schema: TSchema | null): object => ({
  description: reason(status),
  ...(status === '201' && { headers: { Location: { description: 'Its address', schema: { type: 'string' } } } }),
  ...(schema && { content: json(schema) }),
});

function refusals(codes: ErrorCode[]): Record<string, object> {
  const byStatus = Object.groupBy(codes, (code) => errorStatuses[code]);
  return Object.fromEntries(Object.entries(byStatus).map(([status, of = []]) => [status, refusal(reason(status), of)]));
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

const reason = (status: string): string => STATUS_CODES[status] ?? status;

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag that was read: 412 when the thing has changed since, 400 when this is no ETag.',
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

/** Prints an API as an OpenAPI 3.1 document; every error reply has the one error body. */
import { errorCodes } from '@catalog/contracts';
import Type, { type TObject, type TSchema } from 'typebox';
import type { Api, Operation } from './operation.ts';

const ErrorBody = Type.Object({
  error: Type.Object({
    code: Type.Unsafe({ type: 'string', enum: [...errorCodes] }),
    message: Type.String(),
    details: Type.Object({ field: Type.Optional(Type.String()) }, { additionalProperties: true }),
    correlation_id: Type.String(),
  }),
});

export function openApiOf(api: Api): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [id, operation] of Object.entries(api.operations)) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(id, operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: api.title, description: api.description, version: '1' },
    paths,
    components: {
      schemas: { Error: plain(ErrorBody) },
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
    parameters: [...parameters('path', operation.params), ...parameters('query', operation.query), ...(operation.idempotent ? [idempotencyKey] : [])],
    ...(body && { requestBody: { required: !Type.IsOptional(body), content: { 'application/json': { schema: plain(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(replies).map(([status, schema]) => [status, response(status, schema)])),
      default: { description: 'Refused or failed', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
    },
  };
}

const response = (status: string, schema: TSchema | null): object => ({
  description: descriptions[status] ?? 'Success',
  ...(schema && { content: { 'application/json': { schema: plain(schema) } } }),
});

const descriptions: Record<string, string> = { 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'Done, no content' };

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same body gets the stored answer for 24 hours.',
  schema: { type: 'string', maxLength: 200 },
};

const parameters = (place: 'path' | 'query', schema: TObject | undefined): object[] =>
  Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (schema?.required?.includes(name) ?? false),
    schema: plain(property),
  }));

// TypeBox keeps notes of its own on schemas; a JSON round trip leaves what JSON Schema knows.
const plain = (schema: TSchema): object => JSON.parse(JSON.stringify(schema)) as object;

import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Api } from '@catalog/http/server';
import { openApiOf } from '@catalog/http/server';
import { Errors } from 'typebox/schema';

const services = new URL('../../services/', import.meta.url);
const withAnApi = readdirSync(services).filter((name) => existsSync(new URL(`${name}/src/api.ts`, services)));

describe('The OpenAPI document', () => {
  for (const name of withAnApi) {
    const committed = JSON.parse(readFileSync(new URL(`${name}/openapi.json`, services), 'utf8')) as Document;

    it(`of ${name} is what its operations say`, async () => {
      const { api } = (await import(new URL(`${name}/src/api.ts`, services).href)) as { api: Api };
      expect(JSON.parse(JSON.stringify(openApiOf(api))), 'run "npm run openapi"').to.eql(committed);
    });

    it(`of ${name} shows a valid example of every body and reply`, () => {
      const { Error: errorBody } = committed.components.schemas;
      for (const { place, schema, examples } of contentsOf(committed)) {
        expect(examples, place).not.to.be.empty;
        for (const example of examples) expect(faultsOf(example, schema.$ref ? errorBody : schema), place).to.eql([]);
      }
    });

    it(`of ${name} says of every operation how it refuses, who may not call it and where it fails`, () => {
      for (const [place, { security, responses }] of operationsOf(committed)) {
        expect(responses, place).to.include.keys('400', '401', '429', '5XX');
        if (security.length > 0) expect(JSON.stringify(security), place).to.equal('[{"bearer":[]}]');
        if (place.includes('{id}')) expect(responses, place).to.include.keys('404');
      }
    });
  }
});

type Schema = { $ref?: string };
type Media = { schema: Schema; example?: unknown; examples?: Record<string, { $ref: string }> };
type Body = { content?: { 'application/json': Media } };
type Operation = { security: object[]; requestBody?: Body; responses: Record<string, Body> };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: { Error: Schema }; examples: Record<string, { value: unknown }> };
};

const faultsOf = (value: unknown, schema: Schema) =>
  Errors(schema, value)[1].map(({ instancePath, message }) => `${instancePath} ${message}`);

const operationsOf = ({ paths }: Document): [string, Operation][] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );

function contentsOf(document: Document): { place: string; schema: Schema; examples: unknown[] }[] {
  return operationsOf(document).flatMap(([place, { requestBody, responses }]) => {
    const bodies = [...(requestBody ? [['body', requestBody] as const] : []), ...Object.entries(responses)];
    return bodies.flatMap(([part, { content }]) => {
      const media = content?.['application/json'];
      return media ? [{ place: `${place} ${part}`, schema: media.schema, examples: examplesOf(media, document) }] : [];
    });
  });
}

function examplesOf({ example, examples = {} }: Media, { components }: Document): unknown[] {
  const named = Object.values(examples).map(({ $ref }) => components.examples[$ref.split('/').at(-1)!]?.value);
  return [...(example === undefined ? [] : [example]), ...named];
}

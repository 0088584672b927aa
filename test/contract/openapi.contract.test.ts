import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Api } from '@catalog/http/server';
import { openApiOf } from '@catalog/http/server';

const services = new URL('../../services/', import.meta.url);
const withAnApi = readdirSync(services).filter((name) => existsSync(new URL(`${name}/src/api.ts`, services)));

describe('The OpenAPI document', () => {
  for (const name of withAnApi) {
    it(`of ${name} is what its operations say`, async () => {
      const { api } = (await import(new URL(`${name}/src/api.ts`, services).href)) as { api: Api };
      const committed: unknown = JSON.parse(readFileSync(new URL(`${name}/openapi.json`, services), 'utf8'));
      expect(JSON.parse(JSON.stringify(openApiOf(api))), 'run "npm run openapi"').to.eql(committed);
    });
  }
});

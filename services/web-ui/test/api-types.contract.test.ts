import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const services = new URL('../../', import.meta.url);
const asked = ['identity', 'characteristic', 'specification', 'pricing', 'offering', 'store'];

describe('The types of the API that the pages are checked against', function () {

  for (const name of asked) {
    it(`are those that ${name}-service publishes (else: npm run api-types in services/web-ui)`, async () => {
      const published = astToString(await openapiTS(new URL(`${name}-service/openapi.json`, services)));
      const committed = readFileSync(new URL(`web-ui/src/api/schema/${name}.d.ts`, services), 'utf8');
      expect(committed.slice(committed.indexOf('*/') + 2).trim() === published.trim(), `${name}.d.ts is out of date`).to.equal(true);
    });
  }
});

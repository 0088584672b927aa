import { expect } from 'chai';
import { apiOf, pathTo, servicesWithAnApi, serveWithStubHandlers, authorizedHeaders } from '../support/every-api.ts';

/** What may be kept at all: what everybody may read, and is the same for everybody. */
const keptAnswers = ['getPublicKey', 'getJwks', 'listStoreOfferings', 'searchStore', 'suggestStoreOfferings', 'getStoreOffering'];

describe('An answer', () => {
  for (const service of servicesWithAnApi) {
    it(`of ${service} is kept by nobody unless its operation says so, and a refusal never`, async () => {
      const api = await apiOf(service);
      const server = await serveWithStubHandlers(api);
      const cacheControl = async (path: string, init: RequestInit = {}) =>
        (await fetch(server.url + path, init)).headers.get('cache-control');
      try {
        for (const [id, operation] of Object.entries(api.operations)) {
          const asked = { method: operation.method, headers: authorizedHeaders(operation) };
          expect(await cacheControl(pathTo(operation), asked), id).to.match(
            keptAnswers.includes(id) ? /^public, max-age=\d+/ : /^no-store$/,
          );
          expect(await cacheControl(`${pathTo(operation)}${pathTo(operation).includes('?') ? '&' : '?'}unknown=1`, asked), id).to.equal(
            'no-store',
          );
        }
        for (const path of ['/health', '/health/live', '/health/ready', '/openapi.json', '/nothing-here']) {
          expect(await cacheControl(path), path).to.equal('no-store');
        }
      } finally {
        server.stop();
      }
    });
  }
});

import type { Operation } from '@catalog/http/server';
import { expect } from 'chai';
import type { TSchema } from 'typebox';
import { apiOf, pathTo, servicesWithAnApi, serveWithStubHandlers, authorizedHeaders } from '../support/every-api.ts';
import { oddNumbers } from '../support/odd-numbers.ts';

describe('A parameter that is a number', () => {
  for (const service of servicesWithAnApi) {
    it(`of ${service} is a plain decimal in range, and whatever else it may be taken for is refused by its name`, async () => {
      const api = await apiOf(service);
      const server = await serveWithStubHandlers(api);
      try {
        for (const [id, operation] of Object.entries(api.operations)) {
          for (const parameter of numbersAmong(operation)) {
            for (const text of oddNumbers) {
              const response = await fetch(`${server.url}${addressWith(operation, parameter, text)}`, {
                method: operation.method,
                headers: authorizedHeaders(operation),
              });
              const { error } = (await response.json()) as { error?: { code: string; details: { errors: { field: string }[] } } };
              const said = `${id}: ${parameter.name}=${text.slice(0, 20)}`;
              expect([response.status, error?.code], said).to.eql([400, 'VALIDATION_ERROR']);
              expect(
                error!.details.errors.map(({ field }) => field),
                said,
              ).to.include(parameter.name);
            }
          }
        }
      } finally {
        server.stop();
      }
    });
  }

  it('is found in the services that have lists', async () => {
    const apis = await Promise.all(servicesWithAnApi.map(apiOf));
    const found = apis.flatMap(({ operations }) => Object.values(operations)).flatMap(numbersAmong);
    expect(found.map(({ name }) => name)).to.include.members(['page', 'page_size', 'min_price', 'max_price', 'limit']);
  });
});

type Place = { name: string; isInPath: boolean };

const numbersAmong = ({ params, query }: Operation): Place[] =>
  [
    { schema: params, isInPath: true },
    { schema: query, isInPath: false },
  ].flatMap(({ schema, isInPath }) =>
    Object.entries(schema?.properties ?? {})
      .filter(([, property]) => isNumber(property))
      .map(([name]) => ({ name, isInPath })),
  );

const isNumber = (schema: TSchema): boolean => /"type":"(number|integer)"/.test(JSON.stringify(schema));

function addressWith(operation: Operation, { name, isInPath }: Place, text: string): string {
  const value = encodeURIComponent(text);
  if (isInPath) return pathTo({ ...operation, path: operation.path.replace(`{${name}}`, value) });
  const address = pathTo(operation);
  return `${address}${address.includes('?') ? '&' : '?'}${name}=${value}`;
}

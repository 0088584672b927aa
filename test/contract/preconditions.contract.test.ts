import { type Api, openApiOf, type Operation } from '@catalog/http/server';
import { expect } from 'chai';
import { apiOf, pathTo, servicesWithAnApi, serveWithStubHandlers, authorizedHeaders } from '../support/every-api.ts';
import { badPreconditions } from '../support/expect-refused-preconditions.ts';

describe('A precondition', () => {
  for (const service of servicesWithAnApi) {
    it(`that ${service} cannot read is refused by every operation, and one that it would not look at by every change`, async () => {
      const api = await apiOf(service);
      const server = await serveWithStubHandlers(api);
      try {
        for (const [id, operation] of Object.entries(api.operations)) {
          for (const headers of refusedBy(api, operation)) {
            const response = await fetch(server.url + pathTo(operation), {
              method: operation.method,
              headers: { ...headers, ...authorizedHeaders(operation) },
            });
            const { error } = (await response.json()) as { error?: { code: string; details: { field: string } } };
            const [[name]] = Object.entries(headers) as [[string, string]];
            expect([response.status, error?.code, error?.details.field?.toLowerCase()], `${id} ${JSON.stringify(headers)}`).to.eql([
              400,
              'VALIDATION_ERROR',
              name,
            ]);
          }
        }
      } finally {
        server.stop();
      }
    });
  }
});

describe('A read', () => {
  for (const service of servicesWithAnApi) {
    it(`of ${service} is answered by GET and HEAD alike, and not answered anew to who has it already`, async () => {
      const api = await apiOf(service);
      const server = await serveWithStubHandlers(api, { ETag: '"1"' });
      try {
        for (const [id, operation] of Object.entries(api.operations).filter(([, { method }]) => method === 'GET')) {
          const read = (method: string, headers: object) =>
            fetch(server.url + pathTo(operation), { method, headers: { ...authorizedHeaders(operation), ...headers } });
          const noCache = { 'cache-control': 'max-age=0' };
          for (const [headers, status] of [
            [{}, 200],
            [{ 'if-match': '"1"' }, 200],
            [{ 'if-match': '"2"' }, 412],
            [{ 'if-match': 'W/"1"' }, 412],
            [{ 'if-none-match': '"2"' }, 200],
            [{ 'if-none-match': '"1"' }, 304],
            [{ 'if-none-match': '"2", W/"1"' }, 304],
            [{ 'if-none-match': '*' }, 304],
          ] as const) {
            const [got, head] = [await read('GET', { ...noCache, ...headers }), await read('HEAD', { ...noCache, ...headers })];
            expect([got.status, head.status], `${id} ${JSON.stringify(headers)}`).to.eql([status, status]);
            expect(headersOf(head), id).to.eql(headersOf(got));
            await got.text();
          }
        }
      } finally {
        server.stop();
      }
    });
  }
});

/** Without those of one answer or connection alone; a refusal's length is that of an id in it. */
const headersOf = ({ headers, ok }: Response) =>
  [...headers].filter(
    ([name]) => !['date', 'x-correlation-id', 'connection', 'keep-alive', ...(ok ? [] : ['content-length'])].includes(name),
  );

/** As its document says. */
const looksAtIfMatch = (api: Api, { path, method }: Operation): boolean => {
  const { paths } = openApiOf(api) as { paths: Record<string, Record<string, { parameters: { name: string }[] }>> };
  return paths[path]![method.toLowerCase()]!.parameters.some(({ name }) => name === 'If-Match');
};

function refusedBy(api: Api, operation: Operation): Record<string, string>[] {
  const unreadable = badPreconditions.filter(({ status }) => status === 400).map(({ headers }) => headers);
  if (operation.method === 'GET') return unreadable.filter((headers) => !('if-unmodified-since' in headers));
  return looksAtIfMatch(api, operation) ? unreadable : badPreconditions.map(({ headers }) => headers);
}

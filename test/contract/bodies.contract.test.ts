import type { Api, Operation } from '@catalog/http/server';
import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { apiOf, pathTo, servicesWithAnApi, serveWithStubHandlers, authorizedHeaders } from '../support/every-api.ts';

const json = { 'content-type': 'application/json' };
/** As Windows-1254 and ISO-8859-9 write it: no UTF-8. */
const inTurkishBytes = Buffer.from('{"name":"T\xfcrk\xe7e"}', 'latin1');
const refusedBodies: { what: string; body: Buffer | string; headers: Record<string, string>; status: number; code: string }[] = [
  { what: 'in another encoding', body: inTurkishBytes, headers: json, status: 400, code: 'MALFORMED_REQUEST' },
  {
    what: 'cut inside a character',
    body: Buffer.from('{"name":"ü"}').subarray(0, 10),
    headers: json,
    status: 400,
    code: 'MALFORMED_REQUEST',
  },
  { what: 'in UTF-16', body: Buffer.from('\ufeff{"name":"Fibre"}', 'utf16le'), headers: json, status: 400, code: 'MALFORMED_REQUEST' },
  {
    what: 'with a surrogate as UTF-8',
    body: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
    headers: json,
    status: 400,
    code: 'MALFORMED_REQUEST',
  },
  {
    what: 'packed, in another encoding',
    body: gzipSync(inTurkishBytes),
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 400,
    code: 'MALFORMED_REQUEST',
  },
  ...['iso-8859-9', 'windows-1254', 'utf-16', '"latin1"', 'us-ascii'].map((charset) => ({
    what: `that says it is ${charset}`,
    body: '{}',
    headers: { 'content-type': `application/json; charset=${charset}` },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  })),
  {
    what: 'of a type that is none',
    body: '{}',
    headers: { 'content-type': 'application/json; charset' + '=utf-8/8,' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  { what: 'longer than any of its kind', body: `{"name":"${'x'.repeat(70_000)}"}`, headers: json, status: 413, code: 'BODY_TOO_LARGE' },
  {
    what: 'that becomes longer when it is unpacked',
    body: gzipSync(`{"name":"${'x'.repeat(70_000)}"}`),
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 413,
    code: 'BODY_TOO_LARGE',
  },
];

describe('A body', () => {
  for (const service of servicesWithAnApi) {
    it(`to ${service} is UTF-8 of bounded length, or it is refused by every operation`, async () => {
      const api = await apiOf(service);
      const server = await serveWithStubHandlers(api);
      try {
        for (const [id, operation] of writing(api)) {
          for (const { what, body, headers, status, code } of refusedBodies) {
            const response = await fetch(server.url + pathTo(operation), {
              method: operation.method,
              headers: { ...headers, ...authorizedHeaders(operation) },
              body,
            });
            const { error } = (await response.json()) as { error?: { code: string } };
            expect([response.status, error?.code], `${id}, a body ${what}`).to.eql([status, code]);
          }
        }
      } finally {
        server.stop();
      }
    });
  }

  it('to everybody’s operations is a few kilobytes at most, and its faults are told one at a time', async () => {
    const api = await apiOf('identity-service');
    const server = await serveWithStubHandlers(api);
    try {
      for (const [id, operation] of writing(api).filter(([, { access }]) => access === 'public')) {
        const send = async (body: object) => {
          const response = await fetch(server.url + pathTo(operation), {
            method: operation.method,
            headers: json,
            body: JSON.stringify(body),
          });
          return { status: response.status, ...((await response.json()) as { error: { details: { errors: object[] } } }).error.details };
        };
        expect((await send({ name: 'x'.repeat(10_000) })).status, id).to.equal(413);
        expect((await send({ one: 1, two: 2, three: 3 })).errors, id).to.have.lengthOf(1);
      }
    } finally {
      server.stop();
    }
  });
});

const writing = ({ operations }: Api): [string, Operation][] =>
  Object.entries(operations).filter(([, { method }]) => method === 'POST' || method === 'PUT');

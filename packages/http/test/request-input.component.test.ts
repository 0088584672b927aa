import { createApp, defineApi, type Listening, serve } from '@catalog/http/server';
import { millisecondsLeft } from '@catalog/observability';
import { expect } from 'chai';
import { connect } from 'node:net';
import Type from 'typebox';
import { open, receive } from '../../../test/support/raw-http.ts';

const api = defineApi({
  title: 'Echo',
  description: 'Gives back what it gets.',
  operations: {
    echo: {
      method: 'POST',
      path: '/echo',
      summary: 'Echo',
      access: 'public',
      idempotent: true,
      body: Type.Optional(Type.Object({}, { additionalProperties: true })),
      replies: { 200: Type.Object({}) },
    },
    patience: {
      method: 'GET',
      path: '/patience',
      summary: 'How long the caller still waits',
      access: 'public',
      replies: { 200: Type.Object({ ms: Type.Union([Type.Number(), Type.Null()]) }) },
    },
  },
});

describe('What a service takes in', function () {
  let server: Listening;
  const afterwards = Promise.withResolvers<number>();
  const { promise: answered, resolve: isAnswered } = Promise.withResolvers<void>();

  before(async () => {
    const patience = async () => {
      // What the request leaves behind is looked at once it is answered.
      answered.then(
        () => {
          afterwards.resolve(millisecondsLeft());
        },
        () => {},
      );
      const left = millisecondsLeft();
      return { status: 200 as const, body: { ms: Number.isFinite(left) ? left : null } };
    };
    const handlers = { patience, echo: async ({ body = {} }: { body?: object | undefined }) => ({ status: 200 as const, body }) };
    server = await serve(createApp({ api, handlers, authenticate: async () => undefined, health: {} }), { host: '127.0.0.1', port: 0 });
  });

  after(() => server.stop());

  async function send(body: string | undefined, headers: Record<string, string> = { 'content-type': 'application/json' }) {
    const response = await fetch(`${server.url}/echo`, { method: 'POST', headers, ...(body !== undefined && { body }) });
    const reply = (await response.json()) as { error?: { code: string; details: { field?: string } } };
    return { status: response.status, code: reply.error?.code, field: reply.error?.details.field, reply };
  }

  it('is JSON of any type that says so', async () => {
    expect((await send('{"a":1}')).reply).to.eql({ a: 1 });
    expect((await send('{"a":1}', { 'content-type': 'application/merge-patch+json; charset=utf-8' })).reply).to.eql({ a: 1 });
    expect(await send('{"a":1}', { 'content-type': 'text/plain' })).to.include({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('may be no body at all, whatever type that claims to have', async () => {
    expect((await send(undefined, { 'content-type': 'text/plain' })).reply).to.eql({});
  });

  it('is no object that has a key twice', async () => {
    expect(await send('{"a":1,"b":{"c":1,"c":2}}')).to.include({ status: 400, code: 'MALFORMED_REQUEST', field: 'c' });
  });

  it('is nothing that is too large, too deep, or not text', async () => {
    expect(await send(JSON.stringify({ a: 'x'.repeat(1_048_576) }))).to.include({ status: 413, code: 'BODY_TOO_LARGE' });
    expect(await send('{"a":'.repeat(1_000) + '1' + '}'.repeat(1_000))).to.include({ status: 400, code: 'MALFORMED_REQUEST' });
    expect(await send('{"a":')).to.include({ status: 400, code: 'MALFORMED_REQUEST' });
    expect(await send('{"__proto__":{}}')).to.include({ status: 400, code: 'MALFORMED_REQUEST' });
    expect(await send('{"a":{"b":"\\u0000"}}')).to.include({ status: 400, code: 'VALIDATION_ERROR', field: 'a.b' });
    expect(await send('{"a":"\\ud800"}')).to.include({ status: 400, code: 'VALIDATION_ERROR', field: 'a' });
    for (const number of ['1e400', '-1e400', '9'.repeat(400)])
      expect(await send(`{"a":[1,${number}]}`)).to.include({ status: 400, code: 'VALIDATION_ERROR', field: 'a.1' });
  });

  it('is told in the one error format what is wrong with a request that is not even HTTP, or has too long a head', async () => {
    const { hostname, port } = new URL(server.url);
    const raw = (text: string) =>
      new Promise<string>((resolve, reject) => {
        let answer = '';
        const socket = connect(Number(port), hostname, () => socket.end(text));
        socket
          .on('data', (chunk) => {
            answer += chunk.toString();
          })
          .on('close', () => resolve(answer))
          .on('error', reject);
      });
    expect(await raw('HELLO\r\n\r\n')).to.match(/^HTTP\/1.1 400 Bad Request\r\n.*"code":"MALFORMED_REQUEST"/s);
    const response = await fetch(`${server.url}/echo?x=${'x'.repeat(20_000)}`);
    expect(response.status).to.equal(431);
    expect(((await response.json()) as { error: object }).error).to.include({ code: 'HEADERS_TOO_LARGE' });
  });

  it('is the time its caller still waits, which ends to matter with the answer', async () => {
    const patience = async (headers: Record<string, string>) =>
      ((await (await fetch(`${server.url}/patience`, { headers })).json()) as { ms: number | null }).ms;
    expect(await patience({ 'x-deadline-ms': '800' })).to.be.within(1, 800);
    isAnswered();
    expect(await afterwards.promise).to.equal(Infinity);
    for (const given of ['', '0', '-5', 'soon', '1e3', '9999999']) expect(await patience({ 'x-deadline-ms': given })).to.equal(null);
  });

  it('is a body that arrives at a kilobyte a second at least, after the first few', async () => {
    const slow = await open(server.url);
    const received = receive(slow);
    const start = performance.now();
    slow.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 8000\r\n\r\n{"a":"');
    const drips = setInterval(() => slow.write('x'), 500);
    expect(await received).to.match(/^HTTP\/1\.1 400 .*The body did not arrive in time/s);
    clearInterval(drips);
    // It is not the limit of the whole request, half a minute, that ended it.
    expect(performance.now() - start).to.be.below(25_000);
  });

  it('is an Idempotency-Key only if that says something', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await send('{}', { ...headers, 'idempotency-key': 'k-1' })).status).to.equal(200);
    expect(await send('{}', { ...headers, 'idempotency-key': '' })).to.include({ status: 400, field: 'Idempotency-Key' });
  });
});

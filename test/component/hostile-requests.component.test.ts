import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { createTestVhost, type TestVhost } from '../support/rabbitmq.ts';
import { open, receive, sendBytes, sendBytesUntilAnswered, statusesIn } from '../support/raw-http.ts';
import { type RunningService, startService } from '../support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokens.ts';

const nowhere = 'http://127.0.0.1:1';

describe('A hostile request', function () {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, authorization: string;
  const running: Partial<Record<'the gateway' | 'a service', RunningService>> = {};

  before(async () => {
    [database, vhost, issuer] = await Promise.all([createTestDatabase(), createTestVhost(), startTokenIssuer()]);
    const service = await startService('pricing-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      CAMUNDA_URL: nowhere,
    });
    const others = ['IDENTITY', 'CHARACTERISTIC', 'SPECIFICATION', 'OFFERING', 'STORE'].map((name) => [`${name}_SERVICE_URL`, nowhere]);
    const gateway = await startService('api-gateway', {
      JWKS_URL: issuer.jwksUrl,
      PRICING_SERVICE_URL: service.url,
      ...Object.fromEntries(others),
    });
    Object.assign(running, { 'the gateway': gateway, 'a service': service });
    authorization = `Authorization: ${await issuer.bearer('ADMIN')}`;
  });

  after(async () => {
    expect(await running['the gateway']!.stop()).to.equal(0);
    expect(await running['a service']!.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop()]);
  });

  for (const at of ['the gateway', 'a service'] as const) {
    describe(`to ${at}`, () => {
      const url = () => running[at]!.url;
      const request = (line: string, ...headers: string[]) =>
        [line, 'Host: x', authorization, ...headers].map((part) => `${part}\r\n`).join('') + '\r\n';
      const post = (...headers: string[]) => request('POST /api/v1/prices HTTP/1.1', 'Content-Type: application/json', ...headers);
      const codesIn = (received: string) => [...received.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);

      afterEach(async () => {
        expect((await fetch(`${url()}/health/live`)).status).to.equal(200);
      });

      it('that climbs out of its path finds nothing', async () => {
        const paths = [
          '/api/v1/prices/../../../metrics',
          '/api/v1/prices/%2e%2e/%2e%2e/%2e%2e/metrics',
          '/api/v1/prices/..%2f..%2f..%2fmetrics',
          '/api/v1/prices/..%5c..%5cmetrics',
          '/api/v1/prices/%252e%252e%252fmetrics',
          '/docs/..%2f..%2fpackage.json',
          '/docs/%2e%2e/%2e%2e/package.json',
        ];
        for (const path of paths) {
          const received = await sendBytes(url(), request(`GET ${path} HTTP/1.1`, 'Connection: close'));
          expect(statusesIn(received), path).to.have.lengthOf(1);
          expect(statusesIn(received)[0], path).to.be.oneOf([400, 404]);
          expect(received).to.match(/"code":"(MALFORMED_REQUEST|NOT_FOUND|VALIDATION_ERROR)"/);
        }
      });

      it('with a number that is none is refused by its name', async () => {
        for (const number of ['Infinity', '-Infinity', '1e309', '0x2', '1e1', '%205', '']) {
          const received = await sendBytes(url(), request(`GET /api/v1/prices?page_size=${number} HTTP/1.1`, 'Connection: close'));
          expect([statusesIn(received), codesIn(received)], number).to.eql([[400], ['VALIDATION_ERROR']]);
          expect(received).to.contain('"field":"page_size"');
        }
      });

      it('with line breaks in it adds no header to the answer', async () => {
        const lines = [
          request('GET /api/v1/prices/%0d%0aX-Injected:%201 HTTP/1.1', 'Connection: close'),
          request('GET /api/v1/prices HTTP/1.1', 'X-Correlation-ID: a%0d%0aX-Injected: 1', 'Connection: close'),
          request('GET /api/v1/prices HTTP/1.1', 'X-Correlation-ID: a\rX-Injected: 1', 'Connection: close'),
        ];
        for (const line of lines)
          expect(await sendBytes(url(), line))
            .to.match(/^HTTP\/1\.1 [24]\d\d/)
            .and.not.to.match(/^x-injected/im);
      });

      it('whose length can be read in two ways is refused, and what it hides is not carried out', async () => {
        const hidden = request('GET /api/v1/prices HTTP/1.1');
        const ambiguous = [
          [post('Content-Length: 5', 'Transfer-Encoding: chunked'), '0\r\n\r\n'],
          [post('Content-Length: 0', 'Content-Length: 44'), ''],
          [post('Transfer-Encoding: chunked, identity'), '0\r\n\r\n'],
          [post('Transfer-Encoding: xchunked'), '0\r\n\r\n'],
          [post('Transfer-Encoding : chunked'), '0\r\n\r\n'],
        ] as const;
        for (const [head, body] of ambiguous) {
          const received = await sendBytes(url(), head + body + hidden);
          expect([statusesIn(received), codesIn(received)], head).to.eql([[400], ['MALFORMED_REQUEST']]);
        }
      });

      it('with two hosts, or two tokens, is refused', async () => {
        for (const twice of ['Host: y', 'Host: x', authorization]) {
          const received = await sendBytes(url(), request('GET /api/v1/prices HTTP/1.1', twice) + request('GET /api/v1/prices HTTP/1.1'));
          expect([statusesIn(received), codesIn(received)], twice.slice(0, 20)).to.eql([[400], ['MALFORMED_REQUEST']]);
        }
      });

      it('with a header of 64 KB is refused', async () => {
        const received = await sendBytes(url(), request('GET /api/v1/prices HTTP/1.1', `X-Large: ${'x'.repeat(65_536)}`));
        expect([statusesIn(received), codesIn(received)]).to.eql([[431], ['HEADERS_TOO_LARGE']]);
      });

      it('with a body of 2 MB is refused, whether it says so or not', async () => {
        const large = Buffer.alloc(2_097_152, 32);
        const told = await sendBytesUntilAnswered(
          url(),
          post(`Content-Length: ${large.length}`),
          ...Array<Buffer>(32).fill(large.subarray(0, 65_536)),
        );
        expect([statusesIn(told), codesIn(told)]).to.eql([[413], ['BODY_TOO_LARGE']]);
        const chunk = Buffer.concat([Buffer.from('10000\r\n'), large.subarray(0, 65_536), Buffer.from('\r\n')]);
        const untold = await sendBytesUntilAnswered(
          url(),
          post('Transfer-Encoding: chunked'),
          ...Array<Buffer>(32).fill(chunk),
          '0\r\n\r\n',
        );
        expect([statusesIn(untold), codesIn(untold)]).to.eql([[413], ['BODY_TOO_LARGE']]);
      });

      it('that swells when it is unpacked is refused before it fills the memory', async () => {
        const bomb = gzipSync(Buffer.alloc(200_000_000, 32));
        const packed = Buffer.concat([Buffer.from(post(`Content-Length: ${bomb.length}`, 'Content-Encoding: gzip')), bomb]);
        const received = await sendBytes(
          url(),
          Buffer.concat([...Array<Buffer>(5).fill(packed), Buffer.from(request('GET /health/live HTTP/1.1', 'Connection: close'))]),
        );
        expect([statusesIn(received), codesIn(received)]).to.eql([[413, 413, 413, 413, 413, 200], Array(5).fill('BODY_TOO_LARGE')]);
        const metrics = await (await fetch(running['a service']!.metricsUrl)).text();
        expect(Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)![1])).to.be.below(400_000_000);
      });

      it('that never ends holds up nobody, and is given up', async () => {
        const slow = await Promise.all(Array.from({ length: 100 }, () => open(url())));
        const ends = slow.map((socket) => receive(socket));
        for (const socket of slow) socket.write('GET /api/v1/prices HTTP/1.1\r\nHost: x\r\nX-Slow: ');
        const drips = setInterval(() => {
          for (const socket of slow) if (!socket.destroyed) socket.write('x');
        }, 1_000);
        const start = performance.now();
        const { status } = await fetch(`${url()}/api/v1/prices`, {
          headers: { authorization: authorization.slice('Authorization: '.length) },
        });
        expect([status, performance.now() - start < 9_000]).to.eql([200, true]);
        const received = await Promise.all(ends);
        clearInterval(drips);
        expect(performance.now() - start).to.be.below(60_000);
        expect(received.every((answer) => answer.startsWith('HTTP/1.1 400'))).to.equal(true);
      });
    });
  }
});

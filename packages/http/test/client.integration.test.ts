import { Rejection } from '@catalog/contracts';
import { withContext } from '@catalog/observability';
import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type ServiceClient, serviceToken } from '../src/client/index.ts';

describe('A client of another service', () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let asked: IncomingMessage[];
  let client: ServiceClient;
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  const json = (response: ServerResponse, status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = createClient('pricing service', url, { readMs: 200, totalMs: 1_500, firstDelayMs: 5 });
  });

  beforeEach(() => {
    asked = [];
  });

  after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  const refusal = async (work: Promise<unknown>): Promise<Rejection> =>
    work.then(
      () => {
        throw new Error('it was not refused');
      },
      (error: unknown) => {
        if (error instanceof Rejection) return error;
        throw error;
      },
    );

  it('passes on the token and the correlation id', async () => {
    answer = (_, response) => json(response, 200, { ok: true });
    await withContext({ correlation_id: 'c-1' }, () => client.get('/x', { authorization: 'Bearer t' }));
    expect(asked[0]!.headers).to.include({ authorization: 'Bearer t', 'x-correlation-id': 'c-1' });
  });

  it('takes no longer than whoever asked still waits, and tells the other so', async () => {
    answer = () => {};
    const start = performance.now();
    const waiting = { correlation_id: 'c-1', deadline: start + 100 };
    expect((await refusal(withContext(waiting, () => client.post('/x', { body: {} })))).code).to.equal('SERVICE_UNAVAILABLE');
    expect(performance.now() - start, 'the limit of its own').to.be.below(1_400);
    expect(Number(asked[0]!.headers['x-deadline-ms'])).to.be.within(1, 100);
    answer = (_, response) => json(response, 200, {});
    await client.get('/x', {});
    expect(Number(asked[1]!.headers['x-deadline-ms'])).to.be.within(101, 1_500);
    const gone = { correlation_id: 'c-1', deadline: start };
    expect((await refusal(withContext(gone, () => client.get('/x', {})))).code).to.equal('SERVICE_UNAVAILABLE');
    expect(asked).to.have.lengthOf(2);
  });

  it('gives back refusals as they are', async () => {
    answer = (_, response) => json(response, 404, { error: {} });
    expect(await client.get('/x', {})).to.include({ status: 404 });
    expect(asked).to.have.lengthOf(1);
  });

  it('tries a read again that failed', async () => {
    answer = (_, response) => (asked.length < 3 ? json(response, 500, {}) : json(response, 200, { ok: true }));
    expect(await client.get('/x', {})).to.deep.include({ status: 200, body: { ok: true } });
  });

  it('tries nothing else again', async () => {
    answer = (_, response) => json(response, 500, {});
    expect((await refusal(client.post('/x', { body: {} }))).code).to.equal('SERVICE_UNAVAILABLE');
    expect(asked).to.have.lengthOf(1);
  });

  for (const [what, misbehave] of [
    ['fails', (_: IncomingMessage, response: ServerResponse) => json(response, 503, {})],
    ['hangs', () => {}],
    ['hangs up', (request: IncomingMessage) => request.destroy()],
    ['talks nonsense', (_: IncomingMessage, response: ServerResponse) => response.end('<html>')],
  ] as const) {
    it(`refuses in time when the other ${what}`, async () => {
      answer = misbehave;
      const start = performance.now();
      const { code, details } = await refusal(client.get('/x', {}));
      expect(code).to.equal('SERVICE_UNAVAILABLE');
      expect(details['upstream']).to.equal('pricing service');
      expect(performance.now() - start).to.be.below(30_000);
    });
  }

  it('gets a token of its own once, and a new one before that expires', async () => {
    answer = (_, response) => json(response, 200, { access_token: `t${asked.length}`, expires_in: asked.length === 1 ? 3600 : 1 });
    const token = serviceToken(client, { client_id: 'store-service', client_secret: 's' });
    expect(await Promise.all([token(), token()])).to.eql(['Bearer t1', 'Bearer t1']);
    expect(await token()).to.equal('Bearer t1');
    const hasty = serviceToken(client, { client_id: 'store-service', client_secret: 's' });
    expect(await hasty()).to.equal('Bearer t2');
    expect(await hasty()).to.equal('Bearer t3');
    answer = (_, response) => json(response, 401, {});
    expect((await refusal(serviceToken(client, { client_id: 'x', client_secret: 'y' })())).code).to.equal('SERVICE_UNAVAILABLE');
  });
});

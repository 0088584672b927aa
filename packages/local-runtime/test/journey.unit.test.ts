/** What the journey says when a step fails: which one, why, and whose logs to read. */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JourneyFailed, lastLine, runJourney } from '../src/journey/run-journey.ts';

describe('the demo journey', () => {
  it('names the step that failed and the services whose logs tell more', async () => {
    const said: string[] = [];
    const failure = await withGateway(
      (path) => (path === '/api/v1/prices' ? brokenReply : createdReply),
      (gateway) =>
        runJourney({ gateway, admin: { username: 'admin', password: 'admin' }, say: (line) => said.push(line) }).then(
          () => undefined,
          (error: unknown) => error,
        ),
    );
    expect(failure).to.be.instanceOf(JourneyFailed);
    const { message, services } = failure as JourneyFailed;
    expect(message).to.equal('step 4/10 create price failed: answered with 500 INTERNAL_ERROR: Something went wrong, not 201');
    expect(services).to.deep.equal(['api-gateway', 'pricing-service']);
    expect(said.map((line) => line.replace(/ … \d+ ms$/, ''))).to.deep.equal([
      'step 1/10 sign in as admin',
      'step 2/10 create characteristic',
      'step 3/10 create specification',
    ]);
  });

  it('ends with one line of figures', () => {
    expect(lastLine({ publishedMs: 190.6, visibleMs: 308.2, totalMs: 712 })).to.equal(
      'journey: ok, published in 191 ms, visible in the store after 308 ms, total 0.7 s',
    );
  });
});

type Reply = { status: number; body: object };

const createdReply: Reply = { status: 201, body: { id: randomUUID(), name: 'anything' } };
const brokenReply: Reply = { status: 500, body: { error: { code: 'INTERNAL_ERROR', message: 'Something went wrong' } } };

async function withGateway<T>(replyTo: (path: string) => Reply, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const isLogin = request.url === '/api/v1/auth/login';
    const { status, body } = isLogin ? { status: 200, body: { access_token: 'token' } } : replyTo(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

import { expect } from 'chai';
import type { RequestListener, ServerResponse } from 'node:http';
import { eventually } from '../../../test/support/eventually.ts';
import { open, receive, statusesIn } from '../../../test/support/raw-http.ts';
import { openStage, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

const own = (code: string) => JSON.stringify({ error: { code, message: 'so it is', details: {}, correlation_id: 'c' } });

describe('One caller takes nothing from another at the gateway', function () {
  let stage: Stage, stubs: Stage['stubs'], call: Stage['call'];

  before(async () => {
    stage = await openStage({ MOST_IN_FLIGHT: '8' });
    ({ stubs, call } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
  });

  const asHostile = { as: 'USER', subject: 'hostile' } as const;
  const asOther = { as: 'USER', subject: 'other' } as const;
  const requestOf =
    (url: string, listener: RequestListener): RequestListener =>
    (request, response) =>
      (request.url === url ? listener : echo)(request, response);

  it('by requests that a service fails at: each is sent once, and no number of them opens the circuit', async () => {
    const poison = '/api/v1/prices?page_size=Infinity';
    stubs.pricing.answerWith(requestOf(poison, json(own('INTERNAL_ERROR'), 500)));
    const before = stubs.pricing.received.length;
    for (let i = 0; i < 30; i += 1) {
      expect((await call(poison, asHostile)).status).to.equal(500);
      if (i % 5 === 0) expect((await call('/api/v1/prices', asOther)).status).to.equal(200);
    }
    expect(stubs.pricing.received.length - before).to.equal(36);
    expect(await stage.circuitOf('pricing')).to.equal('closed');
  });

  it('by requests that a service never answers', async () => {
    const heavy = '/api/v1/store/search?query=everything';
    stubs.store.answerWith(requestOf(heavy, () => {}));
    const hostile = Array.from({ length: 4 }, () => call(heavy, asHostile));
    let answered = 0;
    const others = setInterval(
      () =>
        void call('/api/v1/store/search', asOther).then(({ status }) => {
          answered += Number(status === 200);
        }),
      500,
    );
    expect((await Promise.all(hostile)).map(({ status }) => status)).to.eql([504, 504, 504, 504]);
    clearInterval(others);
    expect(answered).to.be.greaterThan(0);
    expect(await stage.circuitOf('store')).to.equal('closed');
  });

  it('by a sign-in that is repeated: an Idempotency-Key means nothing where the operation does not say so', async () => {
    stubs.identity.answerWith((request) => request.socket.destroy());
    const before = stubs.identity.received.length;
    const headers = { 'idempotency-key': 'k', 'content-type': 'application/json' };
    expect((await call('/api/v1/auth/login', { method: 'POST', body: '{}', headers })).status).to.equal(502);
    expect(stubs.identity.received.slice(before).filter(({ url }) => url === '/api/v1/auth/login')).to.have.lengthOf(1);
    stubs.identity.answerWith(echo);
  });

  it('by many slow requests: it holds half of the places at most, and is told so', async () => {
    const held: ServerResponse[] = [];
    stubs.characteristic.answerWith(
      requestOf('/api/v1/characteristics?slow', (_, response) => {
        held.push(response);
      }),
    );
    const slow = Array.from({ length: 8 }, () => call('/api/v1/characteristics?slow', asHostile));
    await eventually(() => expect(held.length).to.equal(4));
    expect((await call('/api/v1/characteristics', asOther)).status).to.equal(200);
    for (const response of held) response.end();
    const answers = await Promise.all(slow);
    expect(answers.map(({ status }) => status).toSorted()).to.eql([200, 200, 200, 200, 429, 429, 429, 429]);
    const refusal = answers.find(({ status }) => status === 429)!;
    expect([refusal.body.error.code, refusal.headers.get('retry-after')]).to.eql(['TOO_MANY_REQUESTS', '1']);
  });

  it('nor from itself: the rest of a body that is too long does not hold up the next request on its connection', async () => {
    const authorization = `Authorization: ${await stage.issuer.bearer('USER')}`;
    const heads = [
      `POST /api/v1/offerings HTTP/1.1\r\nHost: x\r\n${authorization}\r\n`,
      `GET /api/v1/offerings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization}\r\n\r\n`,
    ];
    const piece = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const socket = await open(stage.gateway.url);
    const received = receive(socket);
    socket.write(`${heads[0]}Transfer-Encoding: chunked\r\n\r\n${piece.repeat(32)}0\r\n\r\n${heads[1]}`);
    expect(statusesIn(await received)).to.eql([413, 200]);
  });

  it('by slow bodies: they take no place before they are complete', async () => {
    const authorization = `Authorization: ${await stage.issuer.bearer('USER', { subject: 'hostile' })}`;
    const head = `POST /api/v1/offerings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n`;
    const before = stubs.offering.received.length;
    const slow = await Promise.all(Array.from({ length: 20 }, () => open(stage.gateway.url)));
    const received = slow.map((socket) => receive(socket));
    for (const socket of slow) socket.write(`${head}{`);
    expect((await call('/api/v1/offerings', asOther)).status).to.equal(200);
    expect(await stage.metrics()).to.match(/gateway_requests_in_flight{upstream="offering-service"} [01]\n/);
    for (const answer of await Promise.all(received))
      expect([statusesIn(answer), answer.includes('did not arrive in time')]).to.eql([[400], true]);
    expect(stubs.offering.received.length).to.equal(before + 1);
    expect(await stage.circuitOf('offering')).to.equal('closed');
  });
});

import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from '../../../test/support/eventually.ts';
import { openStage, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

type Span = { traceId: string; id: string; parentId?: string; name: string; kind: string; tags: Record<string, string> };

describe('The gateway’s spans', function () {
  const spans: Span[] = [];
  let collector: Server, stage: Stage;

  before(async () => {
    collector = createServer((request, response) => {
      void text(request).then((sent) => {
        spans.push(...(JSON.parse(sent) as Span[]));
        response.writeHead(202).end();
      });
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    stage = await openStage({ ZIPKIN_URL: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`, TRUST_TRACE_CONTEXT: 'true' });
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
    collector.close();
  });

  const expectTrace = (id: string, size: number) =>
    eventually(() => {
      const found = spans.filter(({ traceId }) => traceId === id);
      expect(found.length).to.equal(size);
      return { server: found.filter(({ kind }) => kind === 'SERVER'), client: found.filter(({ kind }) => kind === 'CLIENT') };
    });
  const TRACE = '463ac35c9f6413ad48485a3953bb6124';
  const CALLER = '0020000000000001';
  const ID = '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a';

  it('begin a new trace, and only link to the one that a request names', async () => {
    const at = await stage.startGateway({ TRUST_TRACE_CONTEXT: '' });
    try {
      const foreign: Record<string, string>[] = [
        { b3: `${TRACE}-${CALLER}-0` },
        { 'x-b3-traceid': TRACE, 'x-b3-spanid': CALLER, 'x-b3-sampled': '0' },
        { traceparent: `00-${TRACE}-${CALLER}-00` },
      ];
      for (const headers of [...foreign, {}]) {
        spans.length = 0;
        const { body } = await stage.call('/api/v1/prices', { as: 'USER', at, headers });
        const own = body.headers['x-b3-traceid'] as string;
        expect(own)
          .to.match(/^[0-9a-f]{32}$/)
          .and.not.to.equal(TRACE);
        expect(body.headers).to.include({ 'x-b3-sampled': '1' }).and.not.to.have.any.keys('b3', 'traceparent', 'tracestate');
        const {
          server: [server],
        } = await expectTrace(own, 2);
        expect([server!.parentId, server!.tags['caller.trace_id']]).to.eql([
          undefined,
          'b3' in headers || 'traceparent' in headers || 'x-b3-traceid' in headers ? TRACE : undefined,
        ]);
      }
    } finally {
      await at.stop();
    }
  });

  it('continue the trace of a request where it is trusted: one span for the request, and one for the call that the service continues', async () => {
    for (const headers of [{ b3: `${TRACE}-${CALLER}-1` }, { 'x-b3-traceid': TRACE, 'x-b3-spanid': CALLER, 'x-b3-sampled': '1' }] as Record<
      string,
      string
    >[]) {
      spans.length = 0;
      const { body } = await stage.call(`/api/v1/prices/${ID}?x=1`, { as: 'USER', headers });
      const {
        server: [server],
        client: [client],
      } = await expectTrace(TRACE, 2);
      expect(server).to.deep.include({ name: 'GET /api/v1/prices/{id}', parentId: CALLER });
      expect(server!.tags).to.include({ 'url.path': `/api/v1/prices/${ID}`, 'url.query': 'x=1', 'http.response.status_code': '200' });
      expect(client).to.deep.include({ name: 'GET /api/v1/prices/{id}', parentId: server!.id });
      expect(client!.tags).to.include({
        'url.full': `${stage.stubs.pricing.url}/api/v1/prices/${ID}?x=1`,
        'http.response.status_code': '200',
      });
      expect(body.headers).to.include({ 'x-b3-traceid': TRACE, 'x-b3-spanid': client!.id, 'x-b3-sampled': '1' });
    }
  });

  it('are not sent if the trusted trace is not sampled, and the service is told so', async () => {
    const unwanted = TRACE.replace('4', '5');
    const { body } = await stage.call('/api/v1/prices', { as: 'USER', headers: { b3: `${unwanted}-${CALLER}-0` } });
    expect(body.headers).to.include({ 'x-b3-traceid': unwanted, 'x-b3-sampled': '0' });
    const { body: wanted } = await stage.call('/api/v1/prices', { as: 'USER' });
    await expectTrace(wanted.headers['x-b3-traceid'], 2);
    expect(spans.filter(({ traceId }) => traceId === unwanted)).to.eql([]);
  });

  it('are marked when something failed, each attempt for itself', async () => {
    let failures = 1;
    stage.stubs.pricing.answerWith((request, response) => {
      failures -= 1;
      (failures >= 0 ? json('{}', 500) : echo)(request, response);
    });
    const { body } = await stage.call('/api/v1/prices', { as: 'USER' });
    const {
      server: [server],
      client,
    } = await expectTrace(body.headers['x-b3-traceid'], 3);
    expect(server!.tags).not.to.have.property('error');
    expect(client.map(({ tags }) => tags['error'])).to.have.members(['500', undefined]);
    expect(client.map(({ parentId }) => parentId)).to.eql([server!.id, server!.id]);
  });

  it('name the trace in the log; probes and metrics have none', async () => {
    await stage.call('/health/ready');
    await stage.metrics();
    await stage.call('/nothing/here');
    const logged = await eventually(() => {
      const line = stage.gateway.logged.find(({ context }) => context?.['path'] === '/nothing/here') as { trace_id?: string } | undefined;
      expect(line?.trace_id).to.be.a('string');
      return line!;
    });
    const {
      server: [server],
    } = await expectTrace(logged.trace_id!, 1);
    expect(server!.tags).to.include({ 'http.response.status_code': '404' });
    expect(spans.filter(({ name }) => /health|metrics/.test(name))).to.eql([]);
  });
});

import { expect } from 'chai';
import { forwardedHeaders, replyHeaders } from '../../src/headers/forwarded-headers.ts';

const facts = {
  caller: undefined,
  correlationId: 'c-1',
  hasBody: true,
  client: { address: '10.1.1.1', protocol: 'https', host: 'shop.example' },
};

describe('The headers of a request on its way in', () => {
  it('lose what belongs to one connection only, and what its Connection header names', () => {
    const headers = forwardedHeaders(
      {
        connection: 'keep-alive, X-Hop',
        'x-hop': '1',
        'keep-alive': 'timeout=5',
        'transfer-encoding': 'chunked',
        te: 'trailers',
        upgrade: 'h2c',
        'proxy-authorization': 'Basic x',
        expect: '100-continue',
        host: 'evil.example',
        accept: 'text/plain',
      },
      facts,
    );
    expect(headers).to.have.all.keys('accept', 'x-correlation-id', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host');
  });

  it('never carry a client’s word on who it is or where it comes from', () => {
    const headers = forwardedHeaders(
      {
        'x-user-id': 'root',
        'x-user-role': 'ADMIN',
        'x-user-anything': '1',
        forwarded: 'for=6.6.6.6',
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-proto': 'gopher',
        'x-forwarded-secret': 'a secret',
        'x-real-ip': '6.6.6.6',
        b3: '0',
        'x-b3-sampled': '0',
        traceparent: '00',
        'x-deadline-ms': '99999999',
      },
      facts,
    );
    expect(headers).to.eql({
      'x-correlation-id': 'c-1',
      'x-forwarded-for': '10.1.1.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'shop.example',
    });
  });

  it('are only those the services know, so that nothing behind the gateway acts on others', () => {
    const known = {
      accept: 'a',
      'accept-encoding': 'a',
      'accept-language': 'a',
      authorization: 'a',
      'user-agent': 'a',
      'idempotency-key': 'a',
      range: 'a',
      'if-match': 'a',
      'if-none-match': 'a',
      'if-modified-since': 'a',
      'if-unmodified-since': 'a',
      'if-range': 'a',
      'content-type': 'a',
      'content-length': '1',
      'content-encoding': 'a',
      'content-language': 'a',
    };
    const unknown = [
      'x-envoy-upstream-rq-timeout-ms',
      'x-envoy-retry-on',
      'x-envoy-original-path',
      'x-original-url',
      'x-rewrite-url',
      'x-original-host',
      'x-http-method-override',
      'x-http-method',
      'x-method-override',
      'x_user_id',
      'x_forwarded_for',
      'idempotency_key',
      'x-forwarded-port',
      'x-forwarded-client-cert',
      'x-request-id',
      'x-b3-traceid',
      'b3',
      'traceparent',
      'tracestate',
      'baggage',
      'cookie',
      'origin',
      'referer',
      'true-client-ip',
      'cf-connecting-ip',
      'via',
      'x-anything',
      'x-user-roles',
      'x-deadline-ms',
    ];
    const headers = forwardedHeaders({ ...known, ...Object.fromEntries(unknown.map((name) => [name, '1'])) }, facts);
    expect(headers).to.have.all.keys(...Object.keys(known), 'x-correlation-id', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host');
  });

  it('name the user of the token, even if the client wants that header dropped', () => {
    const caller = { subject: 'u-1', username: 'eve', role: 'USER' as const };
    expect(forwardedHeaders({ connection: 'x-user-id, x-correlation-id', authorization: 'Bearer t' }, { ...facts, caller })).to.include({
      'x-user-id': 'u-1',
      'x-correlation-id': 'c-1',
      authorization: 'Bearer t',
    });
  });

  it('name one address, whatever the client sent, and describe no body where there is none', () => {
    const given = { 'content-length': '0', 'content-type': 'application/json', 'x-forwarded-for': '1.2.3.4, 5.6.7.8' };
    const headers = forwardedHeaders(given, { ...facts, hasBody: false });
    expect(headers['x-forwarded-for']).to.equal('10.1.1.1');
    expect(headers).not.to.have.any.keys('content-length', 'content-type');
  });
});

describe('The headers of an answer on its way out', () => {
  it('lose what belongs to one connection only', () => {
    expect(replyHeaders({ connection: 'close', 'transfer-encoding': 'chunked', etag: '"1"', 'set-cookie': ['a', 'b'] })).to.eql({
      etag: '"1"',
      'set-cookie': ['a', 'b'],
    });
  });
});

import { expect } from 'chai';
import { connectionFailure, serviceErrorCode, statusFailure, type UpstreamFailure } from '../../src/exchange/upstream-failure.ts';

describe('An upstream’s failure', () => {
  const coded = (code: string) => Object.assign(new Error('something internal at 10.0.0.1'), { code });

  it('before anything was sent is 503 and may be tried again; after that the outcome is unknown; a time-out is 504', () => {
    const verdict = ({ rejection, nothingSent }: UpstreamFailure) => [rejection.code, nothingSent];
    for (const code of ['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND']) {
      expect(verdict(connectionFailure(coded(code), 'store-service'))).to.eql(['SERVICE_UNAVAILABLE', true]);
    }
    for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']) {
      expect(verdict(connectionFailure(coded(code), 'store-service'))).to.eql(['UPSTREAM_ERROR', false]);
    }
    expect(verdict(connectionFailure(coded('UND_ERR_BODY_TIMEOUT'), 'store-service'))).to.eql(['UPSTREAM_TIMEOUT', false]);
    expect(connectionFailure(coded('ECONNRESET'), 'store-service').rejection.message).not.to.contain('10.0.0.1');
  });

  it('in a proxy’s own format is no answer of the service', () => {
    const serviceError = { code: 'UPSTREAM_TIMEOUT' as const, answer: { status: 504, headers: {}, body: null } };
    expect([500, 502, 503, 504].map((status) => statusFailure(status, 'store-service', undefined).wasAnswered)).to.eql([
      true,
      false,
      false,
      false,
    ]);
    expect(statusFailure(504, 'store-service', serviceError).wasAnswered).to.equal(true);
  });

  it('is in our own format only if code and status fit each other', () => {
    const body = (code: string) => Buffer.from(JSON.stringify({ error: { code, message: 'm', details: {}, correlation_id: 'c' } }));
    expect(serviceErrorCode(503, body('SERVICE_UNAVAILABLE'))).to.equal('SERVICE_UNAVAILABLE');
    expect(serviceErrorCode(500, body('SERVICE_UNAVAILABLE'))).to.equal(undefined);
    expect(serviceErrorCode(503, body('SOMETHING'))).to.equal(undefined);
    for (const text of ['upstream connect error', '', 'null', '{}', '{"error":null}', '{"error":{"code":7}}']) {
      expect(serviceErrorCode(503, Buffer.from(text))).to.equal(undefined);
    }
  });
});

import { expect } from 'chai';
import { redact } from '../src/logging/redact.ts';

describe('what goes into the log', () => {
  it('has secrets blotted out by their key, at any depth and however the key is written', () => {
    const nested = [{ 'refresh-token': 'c', client_secret: 'd', apiKey: 'e', private_key: 'f' }];
    const fields = { user: { password: 'a', Passwd: 'b', nested } };
    const shown = JSON.stringify(redact(fields));
    expect(shown).to.equal(
      '{"user":{"password":"[redacted]","Passwd":"[redacted]","nested":[{"refresh-token":"[redacted]",' +
        '"client_secret":"[redacted]","apiKey":"[redacted]","private_key":"[redacted]"}]}}',
    );
  });

  it('has secrets blotted out within text: credentials in addresses, bearer tokens, JWTs, private keys', () => {
    expect(redact('amqp://guest:hunter2@rabbitmq:5672/')).to.equal('amqp://[redacted]@rabbitmq:5672/');
    expect(redact('sent Authorization: Bearer abc.def-123456')).to.equal('sent Authorization: Bearer [redacted]');
    expect(redact('token eyJhbGciOi.eyJzdWIi.c2ln is bad')).to.equal('token [redacted] is bad');
    expect(redact('-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----')).to.equal('[redacted]');
  });

  it('keeps what only sounds like a secret', () => {
    const fields = { token_count: 3, has_password: true, token: null, tokenizer: 'standard', monkey: 'x' };
    expect(redact(fields)).to.deep.equal(fields);
  });

  it('shows an error as name, message, code, stack and cause', () => {
    const error = Object.assign(new TypeError('no route', { cause: new Error('refused') }), { code: 'ECONNREFUSED' });
    const shown = redact({ error }) as { error: Record<string, unknown> };
    expect(shown.error).to.include({ name: 'TypeError', message: 'no route', code: 'ECONNREFUSED' });
    expect(shown.error['stack']).to.match(/^TypeError: no route\n/);
    expect(shown.error['cause']).to.include({ name: 'Error', message: 'refused' });
  });

  it('is bounded: rings, long lists and long texts come to an end', () => {
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    expect(JSON.stringify(redact(ring))).to.contain('[too deep]');
    expect(redact(Array.from({ length: 60 }, (_, i) => i))).to.have.length(51);
    expect(redact('x'.repeat(10_000))).to.match(/^x{4000}… \(10000 characters\)$/);
    expect(redact(`x${'😀'.repeat(5_000)}`), 'cut inside a character').to.satisfy((text: string) => text.isWellFormed());
  });

  it('shows what JSON cannot: big numbers, dates, maps, sets, bytes and addresses', () => {
    expect(
      redact({ n: 10n, at: new Date(0), m: new Map([['a', 1]]), s: new Set([1]), b: Buffer.from('ab'), u: new URL('http://u:p@h/') }),
    ).to.deep.equal({ n: '10', at: '1970-01-01T00:00:00.000Z', m: { a: 1 }, s: [1], b: '[2 bytes]', u: 'http://[redacted]@h/' });
  });
});

import { expect } from 'chai';
import { BrokenCircuitError } from 'cockatiel';
import { eventually } from '../../../test/support/eventually.ts';
import { createCircuit } from '../src/breakers.ts';
import { connectionFailure, deadlineFailure, ownErrorCode, type UpstreamFailure } from '../src/failures.ts';

describe('A circuit', () => {
  const fail = () => Promise.reject(deadlineFailure('store-service'));
  const succeed = () => Promise.resolve('answer');
  const outcome = (work: Promise<unknown>) =>
    work.then(() => 'done', (error: Error) => (error instanceof BrokenCircuitError ? 'refused' : 'failed'));

  async function halfOpened() {
    const circuit = createCircuit('store-service', { openMs: 5 });
    for (let i = 0; i < 3; i += 1) await outcome(circuit.execute(fail));
    const probe = Promise.withResolvers<string>();
    const first = await eventually(() => {
      const running = circuit.execute(() => probe.promise);
      running.catch(() => {});
      expect(circuit.state()).to.equal('half-open');
      return { running };
    });
    return { circuit, probe, first: first.running };
  }

  it('opens after three failures in a row, and then does not run the work', async () => {
    const circuit = createCircuit('store-service');
    for (const work of [fail, fail, succeed, fail, fail]) await outcome(circuit.execute(work));
    expect(circuit.state()).to.equal('closed');
    await outcome(circuit.execute(fail));
    expect(circuit.state()).to.equal('open');
    let ran = false;
    expect(await outcome(circuit.execute(async () => { ran = true; }))).to.equal('refused');
    expect(ran).to.equal(false);
    expect(circuit.lastFailure()).to.include({ reason: 'TIMEOUT' });
  });

  it('does not count what is not the upstream’s failure', async () => {
    const circuit = createCircuit('store-service');
    for (let i = 0; i < 5; i += 1) await outcome(circuit.execute(() => Promise.reject(new Error('the client’s fault'))));
    expect(circuit.state()).to.equal('closed');
  });

  it('closes after three good probes, and refuses a fourth at once while they run', async () => {
    const { circuit, probe, first } = await halfOpened();
    const others = [circuit.execute(() => probe.promise), circuit.execute(() => probe.promise)];
    expect(await outcome(circuit.execute(succeed))).to.equal('refused');
    expect(circuit.state()).to.equal('half-open');
    probe.resolve('answer');
    expect(await Promise.all([first, ...others])).to.eql(['answer', 'answer', 'answer']);
    expect(circuit.state()).to.equal('closed');
    expect(await outcome(circuit.execute(succeed))).to.equal('done');
  });

  it('opens again when one probe fails', async () => {
    const { circuit, probe, first } = await halfOpened();
    probe.resolve('answer');
    await first;
    expect(circuit.state()).to.equal('half-open');
    await outcome(circuit.execute(fail));
    expect(circuit.state()).to.equal('open');
  });
});

describe('A failure', () => {
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

  it('is in our own format only if code and status fit each other', () => {
    const body = (code: string) => Buffer.from(JSON.stringify({ error: { code, message: 'm', details: {}, correlation_id: 'c' } }));
    expect(ownErrorCode(503, body('SERVICE_UNAVAILABLE'))).to.equal('SERVICE_UNAVAILABLE');
    expect(ownErrorCode(500, body('SERVICE_UNAVAILABLE'))).to.equal(undefined);
    expect(ownErrorCode(503, body('SOMETHING'))).to.equal(undefined);
    for (const text of ['upstream connect error', '', 'null', '{}', '{"error":null}', '{"error":{"code":7}}']) {
      expect(ownErrorCode(503, Buffer.from(text))).to.equal(undefined);
    }
  });
});

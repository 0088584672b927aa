// The same ports as last time if they are free, others if not, and a clear refusal when a wanted one is taken.
import { expect } from 'chai';
import { createServer } from 'node:net';
import { choosePorts, freePort, isPortFree, portsOf } from '../src/ports.ts';
import { ExpectedError } from '../src/expected-error.ts';

const everythingIsFree = async () => true;

describe('ports', () => {
  it('takes the remembered port if it is still free', async () => {
    const ports = await choosePorts({ wanted: ['zipkin'], fixed: {}, remembered: { zipkin: 20_007 }, isFree: everythingIsFree });
    expect(ports.zipkin).to.equal(20_007);
  });

  it('takes another port if the remembered one is taken', async () => {
    const isFree = async (port: number) => port !== 20_007;
    const ports = await choosePorts({ wanted: ['zipkin'], fixed: {}, remembered: { zipkin: 20_007 }, isFree });
    expect(ports.zipkin).to.be.within(20_000, 29_999).and.not.equal(20_007);
  });

  it('prefers a fixed port to a remembered one', async () => {
    const remembered = { zipkin: 20_007 };
    const ports = await choosePorts({ wanted: ['zipkin'], fixed: { zipkin: 9411 }, remembered, isFree: everythingIsFree });
    expect(ports.zipkin).to.equal(9411);
  });

  it('refuses a fixed port that is taken and names it', async () => {
    const choice = choosePorts({ wanted: ['zipkin'], fixed: { zipkin: 9411 }, remembered: {}, isFree: async () => false });
    const refusal = await choice.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(ExpectedError).with.property('message').that.includes('9411').and.includes('zipkin');
  });

  it('never gives one port to two servers, not even a remembered one that another has fixed', async () => {
    const wanted = portsOf(['zipkin', 'rabbitmq', 'elasticsearch']);
    const remembered = { zipkin: 20_007, rabbitmq: 20_007, 'rabbitmq-epmd': 9200 };
    const ports = await choosePorts({ wanted, fixed: { elasticsearch: 9200 }, remembered, isFree: everythingIsFree });
    expect(new Set(Object.values(ports)).size).to.equal(wanted.length);
  });

  it('sees that a port is taken while a server listens on it and free afterwards', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await isPortFree(port)).to.equal(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortFree(port)).to.equal(true);
  });
});

import { expect } from 'chai';
import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { watchStarvation } from '../../src/resilience/event-loop-lag.ts';
import { Watch } from '../../src/exchange/request-deadline.ts';

/** As if somebody else had the processor. */
function standStill(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

const aResponse = () => new ServerResponse(new IncomingMessage(new Socket()));

describe('A process that does not get the processor', () => {
  it('knows how much it has lost, at once and afterwards', async () => {
    const starvation = watchStarvation();
    const before = starvation.lostMs();
    standStill(400);
    expect(starvation.lostMs() - before).to.be.at.least(300);
    // Longer than a step of its timer, which must not forget what was lost before.
    await delay(60);
    expect(starvation.lostMs() - before).to.be.at.least(300);
    starvation.stop();
  });

  it('takes the answer that came meanwhile, though the deadline has passed by then', async () => {
    const server = createServer((socket) => { socket.end('answer'); }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    // What was sent waits where the system keeps it.
    const [accepted] = (await once(server, 'connection')) as [Socket];
    await once(accepted, 'finish');
    const watch = new Watch(aResponse(), 100);
    socket.once('data', () => watch.answerBegun());
    socket.resume();
    standStill(200);
    await once(socket, 'close');
    watch.stop();
    server.close();
    expect(watch.reason).to.equal(undefined);
  });

  it('ends what has no answer at its deadline', async () => {
    const watch = new Watch(aResponse(), 1);
    const reason = await new Promise<Error>((resolve) => { watch.onEnd(resolve); });
    expect(reason.message).to.equal('The deadline has passed');
  });
});

import { expect } from 'chai';
import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, Socket } from 'node:net';
import { RequestDeadline } from '../../src/exchange/request-deadline.ts';
import { blockEventLoop } from '../block-event-loop.ts';

const aResponse = () => new ServerResponse(new IncomingMessage(new Socket()));

describe('The deadline of a request', () => {
  it('aborts what has no answer by then', async () => {
    const deadline = new RequestDeadline(aResponse(), 1);
    const reason = await new Promise<Error>((resolve) => {
      deadline.onAbort(resolve);
    });
    expect(reason.message).to.equal('The deadline has passed');
  });

  it('lets pass the answer that arrived while the event loop was blocked', async () => {
    const server = createServer((socket) => {
      socket.end('answer');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    // The answer waits in the system's buffer.
    const [accepted] = (await once(server, 'connection')) as [Socket];
    await once(accepted, 'finish');
    const deadline = new RequestDeadline(aResponse(), 100);
    socket.once('data', () => deadline.startTransfer());
    socket.resume();
    blockEventLoop(200);
    await once(socket, 'close');
    deadline.clear();
    server.close();
    expect(deadline.reason).to.equal(undefined);
  });
});

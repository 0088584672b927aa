import { expect } from 'chai';
import { MongoNetworkError } from 'mongodb';
import driver from 'mongodb/lib/cmap/connection.js';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { endingWithItsSocket } from '../../src/mongodb/mend-driver.ts';

describe('The MongoDB driver, mended', () => {
  let server: Server, socket: Socket;
  const unmended = driver.Connection.prototype.writeCommand;
  const options = { agreedCompressor: 'none' };

  beforeEach(async () => {
    server = createServer((peer) => peer.on('error', () => {}).resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
  });

  afterEach(async () => {
    socket.destroy();
    const closed = once(server, 'close');
    server.close();
    await closed;
  });

  const connection = () => ({ socket, address: 'mongodb:27017' });
  /** The driver writes a command once it has been turned into bytes. */
  const command = (meanwhile = () => {}) => ({
    toBin: async () => {
      meanwhile();
      return [Buffer.from('hello')];
    },
  });
  const outcomeOf = async (write: Promise<void>) => {
    let outcome: unknown = 'waits';
    void write.then(
      () => (outcome = 'written'),
      (error: unknown) => (outcome = error),
    );
    if (!socket.closed) await once(socket, 'close');
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    return outcome;
  };

  it('ends a command whose connection is lost before it is written, which would wait for ever', async () => {
    const lose = () => socket.destroy();
    expect(await outcomeOf(endingWithItsSocket(unmended).call(connection(), command(lose), options))).to.be.instanceOf(MongoNetworkError);
  });

  it('has something to mend still', async () => {
    expect(
      await outcomeOf(
        unmended.call(
          connection(),
          command(() => socket.destroy()),
          options,
        ),
      ),
    ).to.equal('waits');
  });

  it('calls the error of a socket by its own name', async () => {
    const failure = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
    const write = endingWithItsSocket(() => Promise.reject(failure)).call(connection(), command(), options);
    const error = await write.catch((error: unknown) => error);
    expect(error).to.be.instanceOf(MongoNetworkError);
    expect(error).to.have.property('cause', failure);
  });

  it('writes a command as before', async () => {
    await endingWithItsSocket(unmended).call(connection(), command(), options);
    expect(socket.listenerCount('close')).to.equal(socket.listeners('close').length);
    expect(socket.bytesWritten).to.equal(5);
  });
});

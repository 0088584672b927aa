import { type Listening, serve } from '@catalog/http/server';
import { expect } from 'chai';
import Koa from 'koa';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../../test/support/eventually.ts';
import { open, receive, sendBytes, sendBytesUntilAnswered, statusesIn } from '../../../test/support/raw-http.ts';

describe('A server that is asked to stop', () => {
  let server: Listening, release: () => void, started: number;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    const held = Promise.withResolvers<void>();
    release = held.resolve;
    started = 0;
    const app = new Koa();
    app.use(async (ctx) => {
      started += 1;
      if (ctx.path === '/held') await held.promise;
      ctx.body = `answer to ${ctx.path}`;
    });
    server = await serve(app, { host: '127.0.0.1', port: 0 });
  });

  afterEach(async () => {
    release();
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.stop().catch(() => {});
  });

  async function connection() {
    const client = connecting();
    await once(client.socket, 'connect');
    return client;
  }

  function connecting() {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    let said = '';
    socket
      .on('data', (chunk) => {
        said += chunk.toString();
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        said += `[${error.code}]`;
      });
    return { socket, said: () => said, ask: (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`) };
  }

  it('answers what is under way, and says that this was the last answer on that connection', async () => {
    const { ask, said, socket } = await connection();
    ask('/held');
    await eventually(() => expect(started).to.equal(1));
    const stopped = server.stop();
    await refusesConnections();
    release();
    await Promise.all([stopped, once(socket, 'end')]);
    expect(said())
      .to.contain('answer to /held')
      .and.match(/\r\nConnection: close\r\n/i);
  });

  it('answers what arrives on a connection that was idle, then closes it', async () => {
    const { ask, said, socket } = await connection();
    ask('/first');
    await eventually(() => expect(said()).to.contain('answer to /first'));
    const stopped = server.stop();
    await refusesConnections();
    ask('/second');
    await Promise.all([stopped, once(socket, 'end')]);
    expect(said())
      .to.contain('answer to /second')
      .and.match(/\r\nConnection: close\r\n/i);
  });

  const refusesConnections = () =>
    eventually(async () => expect(await connection().catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNREFUSED'), {
      every: 1,
    });

  /** As a process that has too much to do: what arrives meanwhile waits where only the system knows of it. */
  const beBusyFor = (milliseconds: number) => {
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
  };

  it('takes the connections that had been made before it could look', async () => {
    const clients = [connecting(), connecting(), connecting()];
    const stopped = server.stop();
    for (const { ask } of clients) ask('/late');
    await Promise.all([stopped, ...clients.map(({ socket }) => once(socket, 'end'))]);
    for (const { said } of clients) expect(said()).to.contain('answer to /late');
  });

  it('answers what arrived while it was busy, though it is time to close what is idle', async () => {
    const { ask, said, socket } = await connection();
    ask('/first');
    await eventually(() => expect(said()).to.contain('answer to /first'));
    const stopped = server.stop();
    await refusesConnections();
    ask('/second');
    beBusyFor(700);
    await Promise.all([stopped, once(socket, 'end')]);
    expect(said())
      .to.contain('answer to /second')
      .and.match(/\r\nConnection: close\r\n/i);
  });

  it('takes no new connection, and is soon gone when nobody wants anything', async () => {
    const [{ ask, said }] = await Promise.all([connection(), connection()]);
    ask('/first');
    await eventually(() => expect(said()).to.contain('answer to /first'));
    const start = performance.now();
    const stopped = server.stop();
    await refusesConnections();
    await stopped;
    expect(performance.now() - start, 'as long as connections are drained at most').to.be.below(9_000);
  });
});

describe('A server that answers before it has read a body whole', () => {
  it('takes the next request on that connection', async () => {
    const app = new Koa();
    app.use(async (ctx) => {
      if (ctx.method === 'POST') await once(ctx.req.pipe(new PassThrough({ highWaterMark: 1 })), 'readable');
      ctx.body = ctx.method;
    });
    const server = await serve(app, { host: '127.0.0.1', port: 0 });
    try {
      const body = Buffer.alloc(1_000_000, 32);
      const received = await sendBytes(
        server.url,
        Buffer.concat([
          Buffer.from(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`),
          body,
          Buffer.from('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
        ]),
      );
      expect(statusesIn(received)).to.eql([200, 200]);
    } finally {
      await server.stop();
    }
  });
});

describe('A server that answers before it has read a long body', () => {
  it('keeps the connection, once all of the body has come', async () => {
    const app = new Koa();
    app.use((ctx) => {
      ctx.body = '{}';
    });
    const server = await serve(app, { host: '127.0.0.1', port: 0 });
    const socket = await open(server.url);
    const received = receive(socket);
    try {
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n${' '.repeat(200_000)}`);
      // Longer than a client that does not send the rest keeps its connection: this one must not be cut.
      await delay(2_500);
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      expect(statusesIn(await received)).to.eql([200, 200]);
    } finally {
      await server.stop();
    }
  });
});

describe('A server that answers before a body has come', () => {
  const pendingTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

  it('has nothing left to do for it once the client is gone', async () => {
    const app = new Koa();
    app.use((ctx) => {
      ctx.body = '{}';
    });
    const server = await serve(app, { host: '127.0.0.1', port: 0 });
    try {
      const before = pendingTimers();
      await Promise.all(
        Array.from({ length: 10 }, () =>
          sendBytesUntilAnswered(server.url, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n'),
        ),
      );
      await eventually(() => expect(pendingTimers()).to.be.at.most(before + 1), { within: 20_000 });
    } finally {
      await server.stop();
    }
  });
});

describe('A server that gets a header twice', () => {
  let server: Listening;

  before(async () => {
    const app = new Koa();
    app.use((ctx) => {
      ctx.body = 'answer';
    });
    server = await serve(app, { host: '127.0.0.1', port: 0 });
  });

  after(() => server.stop());

  const said = (...headers: string[]) => sendBytes(server.url, [`GET / HTTP/1.1`, ...headers, '', ''].join('\r\n'));

  for (const name of [
    'Host',
    'Authorization',
    'Content-Type',
    'Content-Encoding',
    'Origin',
    'Idempotency-Key',
    'X-Correlation-ID',
    'X-Deadline-Ms',
    'If-Modified-Since',
  ]) {
    it(`does not choose between two of ${name}, equal ones neither`, async () => {
      const host = name === 'Host' ? [] : ['Host: x'];
      for (const second of ['x', 'y']) {
        const received = await said(...host, `${name}: x`, `${name.toLowerCase()}: ${second}`);
        expect(received)
          .to.match(/^HTTP\/1\.1 400 /)
          .and.contain('"code":"MALFORMED_REQUEST"')
          .and.contain(`"field":"${name.toLowerCase()}"`);
        expect(received)
          .to.match(/^connection: close\r$/im)
          .and.match(/^cache-control: no-store\r$/im);
      }
    });
  }

  it('takes those that are lists', async () => {
    const received = await said(
      'Host: x',
      'Accept: text/html',
      'Accept: */*',
      'If-None-Match: "1"',
      'If-None-Match: "2"',
      'Connection: close',
    );
    expect(received).to.match(/^HTTP\/1\.1 200 /);
  });
});

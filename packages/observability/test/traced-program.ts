/** A small service to be traced: one request in, one request out, and one statement to each server that the environment names. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import Router from '@koa/router';
import { connect } from 'amqplib';
import Koa from 'koa';
import { MongoClient } from 'mongodb';
import { request } from 'undici';
import { currentCorrelationId, inSpan, log, nameSpan, openRequestSpan, shutdownTracing, traceHeaders, withContext } from '../src/index.ts';

const { RABBITMQ_URL, MONGODB_URL } = process.env;

const router = new Router();
router.get('/outer/:id', async (ctx) => {
  nameSpan('GET /renamed/{id}');
  await outer();
  ctx.body = 'ok';
});
router.get('/fails', () => {
  throw new Error('nothing works');
});
router.get('/inner', (ctx) => {
  ctx.body = 'ok';
});

const app = new Koa();
app.silent = true;
app.use((ctx, next) => {
  const span = openRequestSpan(ctx.req);
  ctx.res.once('close', () => span.end(ctx.res.statusCode));
  return span.run(next);
});
app.use((ctx, next) =>
  withContext({ correlation_id: ctx.get('x-correlation-id') || 'none' }, async () => {
    await next();
    log.info('Request served', { url: ctx.url, password: 'hunter2' });
    ctx.set('x-seen', JSON.stringify({ correlation: currentCorrelationId(), trace: traceHeaders() }));
  }),
);
app.use(router.routes());
const server = createServer(app.callback());

async function outer(): Promise<void> {
  await request(`${address()}/inner?secret=1`).then(({ body }) => body.dump());
  if (RABBITMQ_URL) await rabbit(RABBITMQ_URL);
  if (MONGODB_URL) await mongo(MONGODB_URL);
  await inSpan({ name: 'SAGA demo step', kind: 'internal', attributes: { step: 1 } }, async () => undefined);
}

async function rabbit(url: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  const consumed = new Promise<void>((resolve) => {
    void channel.consume(queue, (message) => {
      if (message) channel.ack(message);
      resolve();
    });
  });
  await channel.assertExchange('traced.events', 'topic', { durable: false, autoDelete: true });
  await channel.bindQueue(queue, 'traced.events', 'demo.things.events');
  channel.publish('traced.events', 'demo.things.events', Buffer.from('{}'), {});
  await channel.waitForConfirms();
  await consumed;
  await connection.close();
}

async function mongo(url: string): Promise<void> {
  const client = await MongoClient.connect(url, { serverSelectionTimeoutMS: 5000 });
  await client.db('traced').collection('things').findOne({});
  await client.close();
}

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.({ address: address() });
process.once('message', async () => {
  server.close();
  server.closeAllConnections();
  await shutdownTracing();
  process.disconnect();
});

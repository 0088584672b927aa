/** The upstream of every proxy: answers each request with 600 bytes, and accepts spans. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { report } from './gateway-process.ts';

const thing = JSON.stringify({
  id: randomUUID(),
  name: 'Home Fibre 100',
  description: 'x'.repeat(200),
  specification_ids: [randomUUID(), randomUUID()],
  pricing_ids: [randomUUID()],
  sales_channels: ['online', 'retail'],
  lifecycle_status: 'DRAFT',
  version: 3,
  created_at: '2026-01-15T10:30:00.000Z',
  updated_at: '2026-01-15T10:30:00.000Z',
});
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(thing)), etag: '"3"' };

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  request.resume();
  response.writeHead(200, headers).end(thing);
}).listen(0, '127.0.0.1', () => report(server.address()));

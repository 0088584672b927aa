/** A stub of Zipkin that accepts spans and counts the root spans of requests. */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { report } from './gateway-process.ts';

const SERVER_SPAN = Buffer.from('"kind":"SERVER"');
let requests = 0;

const server = createServer({ keepAliveTimeout: 65_000 }, async (request, response) => {
  const body = await buffer(request);
  for (let at = body.indexOf(SERVER_SPAN); at >= 0; at = body.indexOf(SERVER_SPAN, at + SERVER_SPAN.length)) requests += 1;
  response.writeHead(202).end();
}).listen(0, '127.0.0.1', () => report(server.address(), () => requests));

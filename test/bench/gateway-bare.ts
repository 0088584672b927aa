/** The least that a proxy can do: node:http in, undici out, headers and bodies as they come. */
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { report } from './gateway-process.ts';

const pool = new Pool(process.argv[2]!, { connections: 128 });

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const { host: _, connection: __, ...headers } = request.headers;
  const hasBody = request.method !== 'GET';
  void pool
    .request({ method: request.method ?? 'GET', path: request.url ?? '/', headers, body: hasBody ? request : null })
    .then((answer) => {
      const { connection: ___, 'transfer-encoding': ____, ...kept } = answer.headers;
      response.writeHead(answer.statusCode, kept);
      answer.body.pipe(response);
    });
}).listen(0, '127.0.0.1', () => report(server.address()));

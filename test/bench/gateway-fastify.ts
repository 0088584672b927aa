/** The proxy to compare with: @fastify/http-proxy as in its documentation, without a gateway's duties. */
import proxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { report } from './gateway-process.ts';

const app = fastify();
await app.register(proxy, { upstream: process.argv[2]! });
await app.listen({ port: 0, host: '127.0.0.1' });
report(app.server.address());

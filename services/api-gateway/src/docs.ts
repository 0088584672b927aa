/** One page with the OpenAPI documents of all services; everything it loads comes from here. */
import { Rejection } from '@catalog/contracts';
import { createReadStream } from 'node:fs';
import helmet from 'koa-helmet';
import compose from 'koa-compose';
import type { Middleware } from 'koa';
import { unavailable } from './failures.ts';
import { upstreams } from './routes.ts';
import type { UpstreamClients } from './upstreams.ts';

const FETCH_LIMIT_MS = 2_000;
const assets: Record<string, string> = {
  'swagger-ui.css': 'text/css',
  'index.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'swagger-ui-standalone-preset.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};
const assetFolder = import.meta.resolve('swagger-ui-dist/package.json');

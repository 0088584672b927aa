/** Makes the Koa app of an API: middleware, health, one route per operation, and its OpenAPI document. */
import Router from '@koa/router';
import Koa from 'koa';
import helmet from 'koa-helmet';
import type { Api, Handlers } from '../api/index.ts';
import type { Authenticate } from '../auth/index.ts';
import { type HealthChecks, healthEndpoints } from '../health/index.ts';
import { noStore, refusals, requestContext, requestSpan } from '../middleware/index.ts';
import { openApiOf } from '../openapi/index.ts';
import { answerOperation, type AnyHandler } from './answer-operation.ts';
import { refuseUnmatched } from './refuse-unmatched.ts';

export function createApp<A extends Api>(options: {
  api: A;
  handlers: Handlers<A>;
  authenticate: Authenticate;
  health: HealthChecks;
  /** How many proxies stand in front whose X-Forwarded-For is to be believed. */
  trustedProxyHops?: number;
}): Koa {
  const { api, handlers, authenticate, health, trustedProxyHops = 0 } = options;
  const app = new Koa({ proxy: trustedProxyHops > 0, maxIpsCount: trustedProxyHops });
  app.use(helmet());
  app.use(noStore);
  app.use(healthEndpoints(health));
  app.use(requestSpan);
  app.use(requestContext);
  app.use(refusals);
  app.use(routerOf(api, handlers, authenticate).routes());
  app.use(refuseUnmatched);
  return app;
}

function routerOf<A extends Api>(api: A, handlers: Handlers<A>, authenticate: Authenticate): Router {
  const router = new Router();
  for (const [id, operation] of Object.entries(api.operations)) {
    const handler = (handlers as Record<string, AnyHandler>)[id];
    if (!handler) throw new TypeError(`operation ${id} has no handler`);
    router.register(koaPath(operation.path), [operation.method], answerOperation(operation, handler, authenticate));
  }
  const document = openApiOf(api);
  router.get('/openapi.json', (ctx) => {
    ctx.body = document;
  });
  return router;
}

const koaPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

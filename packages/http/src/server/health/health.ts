/** Serves the health of a service (SRS 4.2.3): only its own database decides readiness, other failures degrade it. */
import type { Middleware } from 'koa';
import { cachedCheck } from './cached-check.ts';

/** Resolves when what it checks works; the message of its failure is not shown. */
export type HealthCheck = () => Promise<unknown>;

export type HealthChecks = {
  /** Without it the service cannot serve. Absent for a service that has none. */
  database?: HealthCheck;
  message_broker?: HealthCheck;
  dependencies?: Record<string, HealthCheck>;
};

type Health = {
  status: 'healthy' | 'degraded' | 'unhealthy';
  database?: 'connected' | 'disconnected';
  message_broker?: 'connected' | 'disconnected';
  dependencies: Record<string, 'healthy' | 'unhealthy'>;
};

/** Serves /health, /health/live and /health/ready. */
export function healthEndpoints({ database, message_broker, dependencies = {} }: HealthChecks): Middleware {
  const isDatabaseUp = cachedCheck(database);
  const isBrokerUp = cachedCheck(message_broker);
  const areUp = Object.entries(dependencies).map(([name, check]) => ({ name, isUp: cachedCheck(check) }));

  async function health(): Promise<Health> {
    const [hasDatabase, hasBroker, others] = await Promise.all([
      isDatabaseUp(),
      isBrokerUp(),
      Promise.all(areUp.map(async ({ name, isUp }) => [name, await isUp()] as const)),
    ]);
    return {
      status: !hasDatabase ? 'unhealthy' : hasBroker && others.every(([, isUp]) => isUp) ? 'healthy' : 'degraded',
      ...(database && { database: connection(hasDatabase) }),
      ...(message_broker && { message_broker: connection(hasBroker) }),
      dependencies: Object.fromEntries(others.map(([name, isUp]) => [name, isUp ? 'healthy' : 'unhealthy'])),
    };
  }

  return async (ctx, next) => {
    if (ctx.method !== 'GET') await next();
    else if (ctx.path === '/health/live') ctx.body = { status: 'alive' };
    else if (ctx.path === '/health/ready') {
      const isReady = await isDatabaseUp();
      ctx.status = isReady ? 200 : 503;
      ctx.body = { status: isReady ? 'ready' : 'not ready' };
    } else if (ctx.path === '/health') {
      const body = await health();
      ctx.status = body.status === 'unhealthy' ? 503 : 200;
      ctx.body = body;
    } else await next();
  };
}

const connection = (isUp: boolean) => (isUp ? 'connected' : 'disconnected');

/** Health as SRS 4.2.3 reports it: only the own database decides readiness, other troubles degrade, and looking costs next to nothing. */
import type { Middleware } from 'koa';

/** Resolves when what it looks at works; its failure's message is not shown. */
export type HealthCheck = () => Promise<unknown>;

export type HealthChecks = {
  /** Without it the service cannot serve. Absent for a service that has none. */
  database?: HealthCheck;
  message_broker?: HealthCheck;
  dependencies?: Record<string, HealthCheck>;
};

const CHECK_LIMIT_MS = 1_000;
const KEPT_MS = 1_000;

type Health = {
  status: 'healthy' | 'degraded' | 'unhealthy';
  database?: 'connected' | 'disconnected';
  message_broker?: 'connected' | 'disconnected';
  dependencies: Record<string, 'healthy' | 'unhealthy'>;
};

/** Serves /health, /health/live and /health/ready. */
export function healthEndpoints(checks: HealthChecks): Middleware {
  const look = keptFor(KEPT_MS, () => lookAt(checks));
  const ready = keptFor(KEPT_MS, async () => works(checks.database));
  return async (ctx, next) => {
    if (ctx.method !== 'GET') await next();
    else if (ctx.path === '/health/live') ctx.body = { status: 'alive' };
    else if (ctx.path === '/health/ready') {
      const isReady = await ready();
      ctx.status = isReady ? 200 : 503;
      ctx.body = { status: isReady ? 'ready' : 'not ready' };
    } else if (ctx.path === '/health') {
      const health = await look();
      ctx.status = health.status === 'unhealthy' ? 503 : 200;
      ctx.body = health;
    } else await next();
  };
}

async function lookAt({ database, message_broker, dependencies = {} }: HealthChecks): Promise<Health> {
  const [databaseWorks, brokerWorks, ...others] = await Promise.all(
    [database, message_broker, ...Object.values(dependencies)].map((check) => works(check)),
  );
  const status = !databaseWorks ? 'unhealthy' : brokerWorks && others.every(Boolean) ? 'healthy' : 'degraded';
  return {
    status,
    ...(database && { database: connection(databaseWorks) }),
    ...(message_broker && { message_broker: connection(brokerWorks) }),
    dependencies: Object.fromEntries(Object.keys(dependencies).map((name, i) => [name, others[i] ? 'healthy' : 'unhealthy'])),
  };
}

const connection = (isUp: boolean | undefined) => (isUp ? 'connected' : 'disconnected');

async function works(check: HealthCheck | undefined): Promise<boolean> {
  if (!check) return true;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => { timer = setTimeout(resolve, CHECK_LIMIT_MS, false); });
  try {
    return await Promise.race([check().then(() => true), limit]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function keptFor<T>(milliseconds: number, find: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (!kept || performance.now() - kept.at > milliseconds) kept = { at: performance.now(), value: find() };
    return kept.value;
  };
}

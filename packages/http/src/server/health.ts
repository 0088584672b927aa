/** Health as SRS 4.2.3 reports it: only the own database decides readiness, other troubles degrade, and looking costs next to nothing. */
import type { Middleware } from 'koa';
import pTimeout from 'p-timeout';

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
  const looks = looksAt(checks);
  return async (ctx, next) => {
    if (ctx.method !== 'GET') await next();
    else if (ctx.path === '/health/live') ctx.body = { status: 'alive' };
    else if (ctx.path === '/health/ready') {
      const isReady = await looks.database();
      ctx.status = isReady ? 200 : 503;
      ctx.body = { status: isReady ? 'ready' : 'not ready' };
    } else if (ctx.path === '/health') {
      const health = await healthBy(looks, checks);
      ctx.status = health.status === 'unhealthy' ? 503 : 200;
      ctx.body = health;
    } else await next();
  };
}

type Look = () => Promise<boolean>;
type Looks = { database: Look; message_broker: Look; dependencies: Record<string, Look> };

const looksAt = ({ database, message_broker, dependencies = {} }: HealthChecks): Looks => ({
  database: sparing(database),
  message_broker: sparing(message_broker),
  dependencies: Object.fromEntries(Object.entries(dependencies).map(([name, check]) => [name, sparing(check)])),
});

async function healthBy(looks: Looks, { database, message_broker }: HealthChecks): Promise<Health> {
  const names = Object.keys(looks.dependencies);
  const [databaseWorks, brokerWorks, ...others] = await Promise.all(
    [looks.database, looks.message_broker, ...Object.values(looks.dependencies)].map((look) => look()),
  );
  const status = !databaseWorks ? 'unhealthy' : brokerWorks && others.every(Boolean) ? 'healthy' : 'degraded';
  return {
    status,
    ...(database && { database: connection(databaseWorks) }),
    ...(message_broker && { message_broker: connection(brokerWorks) }),
    dependencies: Object.fromEntries(names.map((name, i) => [name, others[i] ? 'healthy' : 'unhealthy'])),
  };
}

const connection = (isUp: boolean | undefined) => (isUp ? 'connected' : 'disconnected');

/** Looks at most once a second, and never while the look before is still under way, however many ask. */
function sparing(check: HealthCheck = () => Promise.resolve()): Look {
  let isUnderWay = false;
  let kept: { at: number; works: Promise<boolean> } | undefined;
  return () => {
    const now = performance.now();
    if (kept && (isUnderWay || now - kept.at < KEPT_MS)) return kept.works;
    isUnderWay = true;
    const answer = Promise.try(check).then(() => true, () => false).finally(() => { isUnderWay = false; });
    kept = { at: now, works: pTimeout(answer, { milliseconds: CHECK_LIMIT_MS, fallback: () => false }) };
    return kept.works;
  };
}

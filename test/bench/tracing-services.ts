/** Each measured service twice, traced and untraced, on the same servers: what a request costs each in processor time. */
import { createServiceDatabase, startBackingServices } from '@catalog/backing-services';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.ts';
import { type RunningService, startService } from '../support/start-service.ts';
import type { TokenIssuer } from '../support/tokens.ts';
import { ask, type Load } from './gateway-load.ts';
import { type Measured, startMeasured } from './gateway-process.ts';

export type Variant = 'traced' | 'untraced';
export type Work = { name: string; cpuPerRequest(variant: Variant): Promise<number> };

const AMOUNT = { read: 2_000, create: 800, gateway: 3_000 };
const nowhere = 'http://127.0.0.1:1';
const path = '/api/v1/prices';
const wish = () => ({ name: `Monthly ${randomUUID()}`, value: 24.99, unit: 'per month', currency: 'USD' });

type Pair = Record<Variant, RunningService>;

export async function startServices(
  home: string,
  issuer: TokenIssuer,
  users: readonly string[],
  running: AsyncDisposableStack,
): Promise<Work[]> {
  const { servers, stop } = await startBackingServices({
    dataDirectory: `${home}/data`,
    logDirectory: `${home}/log`,
    only: ['postgres', 'rabbitmq'],
    durable: true,
  });
  running.defer(stop);
  /** Its figure is how many requests it has seen begin. */
  const collector = running.adopt(await startMeasured('./tracing-collector.ts'), (one) => one.stop());
  const upstream = running.adopt(await startMeasured('./gateway-upstream.ts'), (one) => one.stop());

  const pair = async (start: (variant: Variant, environment: Record<string, string>) => Promise<RunningService>): Promise<Pair> => {
    const both = { traced: await start('traced', { ZIPKIN_URL: collector.url }), untraced: await start('untraced', {}) };
    for (const one of Object.values(both))
      running.defer(async () => {
        await one.stop();
      });
    return both;
  };
  const pricing = await pair(async (variant, environment) =>
    startService(
      'pricing-service',
      {
        ...environment,
        DATABASE_URL: await createServiceDatabase(servers.postgres.url, `pricing-${variant}`, 'bench'),
        RABBITMQ_URL: servers.rabbitmq.url,
        JWKS_URL: issuer.jwksUrl,
        CAMUNDA_URL: nowhere,
      },
      { traced: variant === 'traced' },
    ),
  );
  const upstreams = ['IDENTITY', 'CHARACTERISTIC', 'SPECIFICATION', 'PRICING', 'OFFERING', 'STORE'].map((name) => [
    `${name}_SERVICE_URL`,
    upstream.url,
  ]);
  const gateway = await pair((variant, environment) =>
    startService(
      'api-gateway',
      {
        ...environment,
        JWKS_URL: issuer.jwksUrl,
        RATE_LIMIT_PER_MINUTE: '10000000',
        ...Object.fromEntries(upstreams),
      },
      { traced: variant === 'traced' },
    ),
  );

  const ids = { traced: await createdAt(pricing.traced.url, users[0]!), untraced: await createdAt(pricing.untraced.url, users[0]!) };
  const work = (name: string, of: Pair, load: (variant: Variant) => Omit<Load, 'url' | 'users'>): Work => ({
    name,
    cpuPerRequest: (variant) =>
      cpuOf(of[variant].metricsUrl, { ...load(variant), url: of[variant].url, users }, variant === 'traced' ? collector : undefined),
  });
  return [
    work('service, read by id', pricing, (variant) => ({ path: `${path}/${ids[variant]}`, amount: AMOUNT.read })),
    work('service, create', pricing, () => ({ path, method: 'POST', amount: AMOUNT.create, bodyOf: wish })),
    work('gateway', gateway, () => ({ path: `${path}/1`, amount: AMOUNT.gateway })),
  ];
}

/** In microseconds; with all that follows from the request, its events published and its spans sent. */
async function cpuOf(metricsUrl: string, load: Load, collector: Measured | undefined): Promise<number> {
  const before = await metricsOf(metricsUrl);
  const seen = await collector?.figure();
  const { failed } = await ask(load);
  if (failed > 0) throw new Error(`${failed} requests failed`);
  if (load.method === 'POST')
    await eventually(async () => isAtLeast((await metricsOf(metricsUrl)).published, before.published + load.amount), {
      within: 60_000,
      every: 250,
    });
  if (collector) await eventually(async () => isAtLeast(await collector.figure(), seen! + load.amount), { within: 10_000, every: 250 });
  return (((await metricsOf(metricsUrl)).cpuSeconds - before.cpuSeconds) * 1e6) / load.amount;
}

function isAtLeast(figure: number, wanted: number): void {
  if (figure < wanted) throw new Error(`${figure} of ${wanted} so far: what is missing was lost, or is late`);
}

async function metricsOf(metricsUrl: string): Promise<{ cpuSeconds: number; published: number }> {
  const text = await (await fetch(metricsUrl)).text();
  const figure = (name: string) => Number(new RegExp(`^${name}(?:\\{.*\\})? ([\\d.e+-]+)`, 'm').exec(text)?.[1] ?? 0);
  return { cpuSeconds: figure('process_cpu_seconds_total'), published: figure('outbox_published_events_total') };
}

async function createdAt(url: string, authorization: string): Promise<string> {
  const made = await fetch(url + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(wish()),
  });
  return ((await made.json()) as { id: string }).id;
}

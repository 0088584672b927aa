/** Stops one service under a hundred requests a second, and waits until it runs again. */
import { factsOf, type ProcessName, type ServiceName } from '@catalog/contracts';
import type { Catalog } from '@catalog/local-runtime';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.ts';
import { type Asked, type Outcomes, startLoad } from './sigterm-load.ts';
import { portsTakenBy } from './sigterm-taken.ts';

export type Stop = { name: ServiceName; outcomes: Outcomes; exitCode: number | null; stopMs: number };

const STEADY_REQUESTS = 100;
const STOP_WITHIN_MS = 20_000;
const START_WITHIN_MS = 180_000;

/** The service is started again by the catalog, and is ready when this resolves. */
export async function stopUnderLoad(
  { endpoints }: Catalog,
  {
    name,
    authorization,
    exits,
    told,
  }: {
    name: ServiceName;
    authorization: string;
    /** Where it is written how a service ended. */
    exits: Map<ProcessName, number | null>;
    /** Where services leave what connections they took. */
    told: string;
  },
): Promise<Stop> {
  const { url, pid } = endpoints.services[name]!;
  exits.delete(name);
  const load = startLoad(url, { authorization, next: (index) => requestTo(name, index) });
  try {
    await eventually(() => {
      if (load.soFar.answered < STEADY_REQUESTS) throw new Error(`${name} does not answer: ${JSON.stringify(load.soFar)}`);
    });
    const begun = performance.now();
    process.kill(pid, 'SIGTERM');
    const exitCode = await eventually(
      () => {
        const code = exits.get(name);
        if (code === undefined) throw new Error(`${name} does not stop`);
        return code;
      },
      { within: STOP_WITHIN_MS },
    );
    const stopMs = performance.now() - begun;
    return { name, outcomes: await load.end(portsTakenBy(pid, told)), exitCode, stopMs };
  } finally {
    await load.abandon();
    await eventually(
      async () => {
        const { status } = await fetch(`${url}/health/ready`);
        if (status !== 200 || endpoints.services[name]!.pid === pid) throw new Error(`${name} is not there again`);
      },
      { within: START_WITHIN_MS },
    );
  }
}

/** Reads, and where the service has something to create, every fifth time a write. */
function requestTo(name: ServiceName, index: number): Asked {
  const body = index % 5 === 0 ? wishFor(name) : undefined;
  return body ? { method: 'POST', path: pathOf(name), body } : { method: 'GET', path: pathOf(name) };
}

const special: Partial<Record<ServiceName, string>> = {
  'api-gateway': '/api/v1/prices',
  'identity-service': '/api/v1/auth/me',
  'store-service': '/api/v1/store/offerings',
};
const pathOf = (name: ServiceName): string => special[name] ?? factsOf(name).routes![0]!.prefix;

function wishFor(name: ServiceName): object | undefined {
  const unique = randomUUID();
  if (name === 'characteristic-service') return { name: `Speed ${unique}`, value: '100', unit_of_measure: 'Mbps' };
  if (name === 'pricing-service' || name === 'api-gateway')
    return { name: `Monthly ${unique}`, value: 10, unit: 'per month', currency: 'USD' };
  return name === 'offering-service' ? { name: `Home Fibre ${unique}` } : undefined;
}

import { type ProcessName, processNames } from '@catalog/contracts';
import { portOf } from '@catalog/local-runtime';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { core, ingressUrl, NAMESPACE, podsOf, runInside } from './cluster.ts';
import { report } from './report.ts';
import { answersTo } from './stranger.ts';

/** Every one of them would answer a line of HTTP with something. */
const servers = { elasticsearch: 9200, camunda: 8080, zipkin: 9411, rabbitmq: 5672 };
const OPEN_PATH = '/health/live';
/** Where the network's plugin enforces policies, it is the network that refuses whom no caller names; else the mesh alone does. */
const STRANGERS = process.env['NETWORK_POLICIES_ENFORCED'] === 'true' ? 503 : 403;

type Caller = { name: string; paths?: string[] };

const portIn = (service: ProcessName): number => portOf(service, 8_000);

describe('The mesh', function () {
  this.timeout(300_000);

  it('refuses a pod without a certificate at every service and server, and the ingress alone is there for everyone', async () => {
    const image = (await podsOf('api-gateway'))[0]!.spec!.containers.find(({ name }) => name === 'api-gateway')!.image!;
    const inside = Object.entries({ ...Object.fromEntries(processNames.map((name) => [name, portIn(name)])), ...servers });
    const answered = await answersTo(
      [
        ...inside.map(([name, port]) => ({ name, host: `${name}.${NAMESPACE}.svc`, port })),
        { name: 'ingress', host: 'istio-ingressgateway.istio-system.svc', port: 80 },
      ],
      image,
    );
    expect(answered).to.eql(['ingress']);
    report(`no answer from ${inside.length} services and servers`);
  });

  it('lets every service call whom its callers name, and refuses all others', async () => {
    let refused = 0;
    for (const caller of processNames) {
      for (const [service, status] of Object.entries(await statuses(caller))) {
        const named = callersOf(service).find(({ name }) => name === caller);
        const mayCall = named && !named.paths;
        expect(status, `${caller} → ${service}`).to.equal(mayCall ? 200 : named ? 403 : STRANGERS);
        refused += mayCall ? 0 : 1;
      }
    }
    report(`${refused} pairs of services refused, whom no caller names with ${STRANGERS}, 200 for the others`);
  });

  it('lets a service that may fetch the public keys do that and nothing else', async () => {
    const address = `http://identity-service:${portIn('identity-service')}`;
    const printed = await runInside(
      'pricing-service',
      `
      for (const path of ['/api/v1/auth/jwks', '/api/v1/auth/public-key', '${OPEN_PATH}']) console.log((await fetch('${address}' + path)).status);
    `,
    );
    expect(printed.trim().split('\n')).to.eql(['200', '403', '403']);
  });

  it('opens no port of the catalog to the outside but the ingress', async () => {
    const { items } = await core.listNamespacedService({ namespace: NAMESPACE });
    expect(items.filter(({ spec }) => spec!.type !== 'ClusterIP').map(({ metadata }) => metadata!.name)).to.eql([]);
    expect((await fetch(`${await ingressUrl()}/health`)).status).to.equal(200);
  });

  it('refuses a bad token at the edge already', async () => {
    const { status, headers } = await fetch(`${await ingressUrl()}/api/v1/offerings`, { headers: { authorization: 'Bearer e30.e30.e30' } });
    expect(status).to.equal(401);
    expect(headers.get('x-correlation-id'), 'only the gateway gives one').to.equal(null);
  });

  async function statuses(caller: string): Promise<Record<string, number>> {
    const others = processNames.filter((name) => name !== caller).map((name) => [name, `http://${name}:${portIn(name)}${OPEN_PATH}`]);
    return JSON.parse(
      await runInside(
        caller,
        `
      const asked = ${JSON.stringify(others)}.map(async ([name, url]) => [name, (await fetch(url, { signal: AbortSignal.timeout(30_000) })).status]);
      console.log(JSON.stringify(Object.fromEntries(await Promise.all(asked))));
    `,
      ),
    ) as Record<string, number>;
  }

  const callersOf = (service: string): Caller[] =>
    (parse(readFileSync(new URL(`../../charts/${service}/values.yaml`, import.meta.url), 'utf8')) as { callers: Caller[] }).callers;
});

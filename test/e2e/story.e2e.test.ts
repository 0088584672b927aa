import { type ServiceName, serviceNames } from '@catalog/contracts';
import { type Catalog, startCatalog } from '@catalog/local-runtime';
import { expect } from 'chai';
import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import pg from 'pg';
import { runCatalog } from '../../packages/cli/test/run-catalog.ts';
import { eventually } from '../support/eventually.ts';
import { logFields, logMessages, metricNamesOf, publicationSpans } from '../support/telemetry.ts';

type Span = {
  id: string;
  parentId?: string;
  name: string;
  kind?: string;
  localEndpoint: { serviceName: string };
  tags: Record<string, string>;
};
type Line = { service: string; correlation_id: string; trace_id: string | null; message: string; context: Record<string, unknown> };

describe('The story of one publication', function () {
  const home = '.catalog/test/story';
  const [trace, caller, story] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex'), `story-${randomUUID()}`];
  let catalog: Catalog, token: string, offering: string, price: string;

  before(async () => {
    await rm(home, { recursive: true, force: true });
    const MONGODB_URL = `${process.env['MONGODB_URL']!.replace(/\/[^/]*$/, '')}/story-store`;
    catalog = await startCatalog({
      home,
      portBase: 0,
      extraEnvironment: { MONGODB_URL, SEARCH_INDEX: 'story-offerings', LOG_LEVEL: 'INFO' },
    });
    token = (await created('auth/login', { username: 'admin', password: 'admin' })).access_token;
    ({ offering, price } = await aDraft());
    const headers = { 'x-correlation-id': story, 'x-b3-traceid': trace, 'x-b3-spanid': caller, 'x-b3-sampled': '1' };
    expect((await call('POST', `offerings/${offering}/publish`, {}, headers)).status).to.equal(202);
    await eventually(async () => expect((await call('GET', `store/offerings/${offering}`)).status).to.equal(200));
  });

  after(() => catalog?.stop());

  async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${catalog.endpoints.services['api-gateway']!.url}/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  async function created(path: string, body: object) {
    const answer = await call('POST', path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).to.be.oneOf([200, 201]);
    return answer.body;
  }

  async function aDraft(): Promise<{ offering: string; price: string }> {
    const { id: characteristic } = await created('characteristics', { name: `Speed ${story}`, value: '100', unit_of_measure: 'Mbps' });
    const { id: specification } = await created('specifications', { name: `Fibre ${story}`, characteristic_ids: [characteristic] });
    const { id: pricing } = await created('prices', { name: `Monthly ${story}`, value: 50, unit: 'per month', currency: 'USD' });
    const draft = { name: story, specification_ids: [specification], pricing_ids: [pricing], sales_channels: ['online'] };
    return { price: pricing, offering: (await created('offerings', draft)).id };
  }

  const zipkin = async (path: string): Promise<unknown> => (await fetch(`${process.env['ZIPKIN_URL']}/api/v2/${path}`)).json();
  /** Zipkin writes all names in lower case. */
  const titleOf = ({ localEndpoint, kind = '', name }: Span) => `${localEndpoint.serviceName} ${kind} ${name}`.toLowerCase();

  it('is one trace, from the gateway to the store’s document, in which every span is where it belongs', async () => {
    const spans = await eventually(
      async () => {
        const found = (await zipkin(`trace/${trace}`)) as Span[];
        const byId = new Map(found.map((span) => [span.id, span]));
        const pairs = new Set(found.map((span) => `${titleOf(span)} < ${titleOf(byId.get(span.parentId ?? '') ?? span)}`));
        const missing = publicationSpans.map((pair) => pair.join(' < ').toLowerCase()).filter((pair) => !pairs.has(pair));
        expect(missing).to.eql([]);
        return found;
      },
      { every: 250 },
    );
    const known = new Set([caller, ...spans.map(({ id }) => id)]);
    expect(spans.filter(({ parentId }) => !known.has(parentId ?? '')).map(titleOf), 'below nothing that is known').to.eql([]);
    expect(spans.filter(({ parentId }) => parentId === caller).map(titleOf)).to.eql([
      'api-gateway server post /api/v1/offerings/{id}/publish',
    ]);
    expect(spans.filter(({ tags }) => 'error' in tags).map(titleOf), 'failed').to.eql([]);
  });

  it('is found in Zipkin by its correlation id alone', async () => {
    const found = (await zipkin(`traces?${new URLSearchParams({ annotationQuery: `correlation_id=${story}` }).toString()}`)) as {
      traceId: string;
    }[][];
    expect(found.map(([first]) => first?.traceId)).to.eql([trace]);
  });

  it('is not hidden among spans of probes and polls', async () => {
    const names = (await Promise.all(serviceNames.map((service) => zipkin(`spans?serviceName=${service}`)))).flat() as string[];
    expect(names).to.include('post /api/v1/offerings/{id}/publish');
    expect(names.filter((name) => /\/health|\/metrics|fetchandlock|outbox_events/.test(name))).to.eql([]);
  });

  const logged = async (correlationId: string): Promise<Line[]> => {
    const { stdout } = await runCatalog(
      ['logs', '--correlation-id', correlationId, '--json', '--elasticsearch', process.env['ELASTICSEARCH_URL']!],
      {},
    );
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  };

  it('is told by the logs of five services under one correlation id, each line with all its fields and the id of the trace', async () => {
    const lines = await eventually(
      async () => {
        const found = await logged(story);
        expect(found.map(({ message }) => message)).to.include.members(logMessages);
        return found;
      },
      { every: 500 },
    );
    expect(new Set(lines.map(({ service }) => service))).to.include.keys(
      'api-gateway',
      'offering-service',
      'pricing-service',
      'specification-service',
      'store-service',
    );
    for (const line of lines) {
      expect(Object.keys(line)).to.have.members(logFields);
      expect(line, JSON.stringify(line)).to.include({ trace_id: trace });
    }
    expect(JSON.stringify(lines)).not.to.contain(token);
  });

  it('is in every event that it led to', async () => {
    const events = [...(await eventsOf('offering-service', offering)), ...(await eventsOf('pricing-service', price))];
    expect(events.map(({ type }) => type)).to.eql([
      'OfferingCreated',
      'OfferingPublicationInitiated',
      'OfferingPublished',
      'PriceCreated',
      'PriceLocked',
      'PriceUnlocked',
    ]);
    for (const { type, correlation_id, trace_id } of events.filter((event) => !event.type.endsWith('Created'))) {
      expect([type, correlation_id, trace_id]).to.eql([type, story, trace]);
    }
  });

  async function eventsOf(service: ServiceName, id: string) {
    const database = new pg.Client(catalog.environments[service]['DATABASE_URL']);
    await database.connect();
    const { rows } = await database.query<{ type: string; correlation_id: string; trace_id: string }>(
      `
      select payload->>'event_type' as type, payload->>'correlation_id' as correlation_id, headers->>'x-b3-traceid' as trace_id
      from outbox where aggregate_id = $1 order by seq`,
      [id],
    );
    await database.end();
    return rows;
  }

  it('can be told of a request that failed as well', async () => {
    const failed = `failed-${randomUUID()}`;
    const { status, body } = await call('POST', `offerings/${offering}/publish`, {}, { 'x-correlation-id': failed });
    expect([status, body.error.correlation_id]).to.eql([409, failed]);
    await eventually(
      async () => {
        const outcomes = (await logged(failed)).map(({ service, context }) => [service, context['status']]);
        expect(outcomes).to.have.deep.members([
          ['api-gateway', 409],
          ['offering-service', 409],
        ]);
      },
      { every: 500 },
    );
  });

  it('is measured: every service shows what it must, by routes and never by addresses', async () => {
    expect((await call('GET', `store/search?query=${story}`)).status).to.equal(200);
    for (const service of serviceNames) {
      const names = metricNamesOf(service);
      const text = await (await fetch(catalog.endpoints.services[service]!.metrics)).text();
      const shown = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
      expect(
        names.filter((name) => !shown.includes(name)),
        service,
      ).to.eql([]);
      expect(text, service).not.to.match(/route="[^"]*[0-9a-f]{8}-[0-9a-f]{4}-/);
    }
  });
});

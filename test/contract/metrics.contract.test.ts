/** Rules and dashboards ask only for metrics and labels that the services have, and every alert says what to do. */
import { processNames } from '@catalog/contracts';
import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { apiOf, servicesWithAnApi, serveWithStubHandlers } from '../support/every-api.ts';
import { readPromql } from '../support/promql.ts';
import { type Metric, registeredMetrics } from '../support/registered-metrics.ts';

type Rule = { record?: string; alert?: string; expr: string; labels?: Record<string, string>; annotations?: Record<string, string> };
type Panel = {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string }[];
};
type Dashboard = {
  uid: string;
  title: string;
  panels: Panel[];
  templating: { list: { name: string; query: string | { query: string } }[] };
};

const ruleFiles = globSync('observability/prometheus/*.rules.yml').sort();
const rules = ruleFiles
  .flatMap((file) => (parse(readFileSync(file, 'utf8')) as { groups: { rules: Rule[] }[] }).groups)
  .flatMap((group) => group.rules);
const dashboards = globSync('observability/grafana/dashboards/*.json')
  .sort()
  .map((file) => ({ file: basename(file), dashboard: JSON.parse(readFileSync(file, 'utf8')) as Dashboard }));

/** What Prometheus says of every target. */
const ofTargets = ['service', 'pod', 'version', 'instance', 'job'];

let metrics: Map<string, Metric>;

function labelsOf(name: string): readonly string[] | undefined {
  if (name === 'up') return ofTargets;
  if (rules.some(({ record }) => record === name)) return ['slo'];
  const metric = metrics.get(name);
  if (metric && metric.type !== 'histogram') return [...metric.labels, ...ofTargets];
  const [, base = '', part] = /^(.+)_(bucket|count|sum)$/.exec(name) ?? [];
  const histogram = metrics.get(base);
  return histogram?.type === 'histogram' ? [...histogram.labels, ...ofTargets, ...(part === 'bucket' ? ['le'] : [])] : undefined;
}

/** What is wrong with an expression, as sentences. */
function faultsOf(expression: string): string[] {
  const { asked, grouped } = readPromql(expression.replaceAll('$__rate_interval', '5m'));
  const all = asked.flatMap(({ metric }) => labelsOf(metric) ?? []);
  return [
    ...(asked.length === 0 && !/^vector\(/.test(expression) ? [`asks for nothing: ${expression}`] : []),
    ...asked.flatMap(({ metric, labels }) => {
      const known = labelsOf(metric);
      return known ? labels.filter((label) => !known.includes(label)).map((label) => `${metric} has no ${label}`) : [`no metric ${metric}`];
    }),
    ...grouped.filter((label) => !all.includes(label)).map((label) => `nothing has ${label}: ${expression}`),
  ];
}

describe('the metrics that are asked for', function () {
  before(async () => {
    metrics = await registeredMetrics();
  });

  it('are told apart from what does not exist', () => {
    expect(faultsOf('sum by (route) (rate(http_request_duration_seconds_bucket{le="0.2", service="a"}[5m]))')).to.eql([]);
    expect(faultsOf('http_request_duration_seconds')).to.eql(['no metric http_request_duration_seconds']);
    expect(faultsOf('sum by (path) (outbox_pending_events{le="1"})')).to.eql([
      'outbox_pending_events has no le',
      'nothing has path: sum by (path) (outbox_pending_events{le="1"})',
    ]);
    expect(() => faultsOf('sum(rate(up[5m])')).to.throw('not PromQL');
  });

  for (const { record, alert, labels, expr } of rules) {
    it(`exist, in the rule ${record ?? alert} ${labels?.['slo'] ?? labels?.['window'] ?? ''}`, () => expect(faultsOf(expr)).to.eql([]));
  }

  for (const { file, dashboard } of dashboards) {
    it(`exist, in the dashboard ${file}`, () => {
      const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
      expect(expressions).not.to.be.empty;
      expect(expressions.flatMap(faultsOf)).to.eql([]);
      for (const { query } of dashboard.templating.list) {
        const [, metric] = /^label_values\((\w+), service\)$/.exec(typeof query === 'string' ? query : query.query) ?? [];
        if (metric !== undefined) expect(labelsOf(metric)).to.include('service');
      }
    });
  }
});

describe('the metrics of a service', () => {
  for (const service of servicesWithAnApi) {
    it(`are not at the port of its API: ${service}`, async () => {
      const server = await serveWithStubHandlers(await apiOf(service));
      try {
        expect((await fetch(`${server.url}/metrics`)).status).to.equal(404);
      } finally {
        server.stop();
      }
    });
  }
});

describe('the targets of Prometheus under compose', () => {
  it('are all services, at the port where compose has them serve their metrics', () => {
    const compose = parse(readFileSync('docker-compose.yml', 'utf8')) as Composed;
    const {
      command: [, script],
      environment,
    } = compose.services['prometheus-targets'];
    const file = join(mkdtempSync(join(tmpdir(), 'targets-')), 'catalog.json');
    execFileSync(process.execPath, [script.replace('/catalog/', ''), file], { env: { METRICS_PORT: String(environment.METRICS_PORT) } });
    const { METRICS_PORT } = compose['x-environment'];
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.eql(
      processNames.map((service) => ({ targets: [`${service}:${METRICS_PORT}`], labels: { service } })),
    );
  });
});

type Composed = {
  'x-environment': { METRICS_PORT: number };
  services: { 'prometheus-targets': { command: [string, string, string]; environment: { METRICS_PORT: number } } };
};

describe('the dashboards', () => {
  it('cover services, publications, messaging, store and gateway, each with an id of its own', () => {
    expect(dashboards.map(({ file }) => file)).to.eql([
      'gateway.json',
      'messaging.json',
      'publications.json',
      'services.json',
      'store.json',
    ]);
    expect(new Set(dashboards.map(({ dashboard }) => dashboard.uid)).size).to.equal(dashboards.length);
  });

  for (const {
    file,
    dashboard: { panels, templating },
  } of dashboards) {
    it(`have panels that do not overlap, with variables that are there: ${file}`, () => {
      expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
      );
      expect(new Set(cells).size).to.equal(cells.length);
      for (const {
        gridPos: { x, w },
      } of panels)
        expect(x + w).to.be.at.most(24);
      const used = new Set([...JSON.stringify(panels).matchAll(/\$\{?([a-z]\w*)/g)].map(([, name]) => name!));
      expect([...used].filter((name) => !templating.list.some((variable) => variable.name === name))).to.eql([]);
    });
  }
});

describe('the alerts', () => {
  const alerts = rules.filter(({ alert }) => alert !== undefined);
  const headings = readFileSync('docs/observability.md', 'utf8')
    .split('\n')
    .flatMap((line) => (/^#+ (.+)$/.exec(line) ?? []).slice(1));

  for (const { alert, labels, annotations } of alerts) {
    it(`say how urgent they are, what is wrong, and where it is written what to do: ${alert} ${labels?.['window'] ?? ''}`, () => {
      expect(labels?.['severity']).to.be.oneOf(['page', 'ticket']);
      expect(annotations).to.have.all.keys('summary', 'description', 'runbook');
      expect(annotations?.['runbook']).to.equal(`docs/observability.md#${alert?.toLowerCase()}`);
      expect(headings).to.include(alert);
    });
  }
});

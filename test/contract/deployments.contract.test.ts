import { factsOf, processNames } from '@catalog/contracts';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { generatedFiles } from '../../tools/generate/generated-files.ts';
import { inEnvironment } from '../support/in-environment.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Those that every service takes, or that are Node's. */
const common = ['PORT', 'LOG_LEVEL', 'METRICS_PORT', 'NODE_OPTIONS', 'TRACE_SAMPLE_RATIO', 'ZIPKIN_URL', 'JWKS_URL'];

type Composed = {
  image: string;
  build?: { args: { SERVICE: string } };
  environment?: Record<string, unknown>;
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  profiles?: string[];
};

/** As compose fills it in where nobody has set anything. */
const filledIn = (environment: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value).replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')]));

describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as Record<string, unknown> & { services: Record<string, Composed> };
  const { services } = compose;

  it('keeps to what docker-compose 1.29 and Compose v2 both read', () => {
    const keys = Object.keys(compose).filter((key) => !key.startsWith('x-'));
    expect(keys).to.deep.equal(['services', 'networks', 'volumes']);
  });

  for (const name of processNames) {
    it(`runs ${name} from its image, with an environment that it reads, and nothing else in it`, async () => {
      const { image, build, environment = {} } = services[name]!;
      expect(image).to.equal(`product-catalog/${name}:\${TAG:-dev}`);
      expect(build?.args.SERVICE).to.equal(name);
      expect(environment['PORT']).to.equal(factsOf(name).port);
      const { readConfig } = (await import(`../../services/${name}/src/config.ts`)) as { readConfig: () => object };
      const read = inEnvironment({ SERVICE_NAME: name, ...filledIn(environment) }, readConfig);
      expect(Object.keys(read)).to.include.members(Object.keys(environment).filter((each) => !common.includes(each)));
    });
  }

  it('lets the gateway and the web pages alone be reached from outside, unless more is asked for', () => {
    const reachable = Object.keys(services).filter((name) => services[name]!.ports);
    expect(reachable.filter((name) => !services[name]!.profiles)).to.deep.equal(['api-gateway', 'web-ui']);
    for (const name of reachable) expect(services[name]!.ports!.join(), name).to.match(/^127\.0\.0\.1:/);
  });

  it('adds what watches the catalog by profiles', () => {
    const inProfile = (wanted: string) =>
      Object.keys(services)
        .filter((name) => services[name]!.profiles?.includes(wanted))
        .toSorted();
    expect(inProfile('observability')).to.deep.equal(['grafana', 'prometheus', 'prometheus-targets']);
    expect(inProfile('logs')).to.deep.equal(['filebeat', 'kibana', 'logstash', 'observability-setup']);
  });

  it('starts nothing before what it needs is healthy or done', () => {
    for (const [name, { depends_on = {} }] of Object.entries(services)) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const isHealthGated = condition === 'service_healthy' && services[needed]!.healthcheck !== undefined;
        expect(isHealthGated || condition === 'service_completed_successfully', `${name} waits for ${needed}`).to.equal(true);
      }
    }
  });
});

describe('The generated parts of files', () => {
  for (const [path, textFrom] of Object.entries(generatedFiles)) {
    it(`are what the manifest of services says: ${path}`, () => {
      expect(read(path), 'run "npm run generate"').to.equal(textFrom(read(path)));
    });
  }
});

describe('skaffold.yaml and the Tiltfile', () => {
  it('let into a build everything that the Dockerfile copies', () => {
    const copied = [...read('services/Dockerfile').matchAll(/^COPY (?!--from)(\S+) /gm)]
      .map(([, source]) => source!.split('/')[0]!)
      .filter((source) => source !== '.');
    const [, only] = /only=\[(.*)\]/.exec(read('tilt/Tiltfile'))!;
    expect(only!.replaceAll("'", '').split(', ')).to.include.members(copied);
    const ignored = read('.dockerignore').split('\n');
    for (const source of copied)
      expect(
        ignored.some((line) => line.startsWith(`!${source}`)),
        source,
      ).to.equal(true);
  });
});

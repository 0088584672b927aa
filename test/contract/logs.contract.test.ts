/**
 * Whatever is to be found in the logs is there: what Elasticsearch indexes, Logstash passes on and Kibana shows are fields that the log
 * writes.
 */
import { processNames } from '@catalog/contracts';
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { loggedFields } from '../support/logged-fields.ts';

type Properties = Record<string, { type?: string; properties?: Properties; fields?: Properties }>;
type SavedObject = {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
  references: { id: string; type: string; name: string }[];
};

const read = (file: string): string => readFileSync(new URL(`../../observability/${file}`, import.meta.url), 'utf8');
const properties = (JSON.parse(read('elasticsearch/log-fields.json')) as { template: { mappings: { properties: Properties } } }).template
  .mappings.properties;
/** What Filebeat, Logstash or the launcher add to a line. */
const added = ['@timestamp', 'log', 'container', 'kubernetes', 'tags', 'unstructured'];

const indexed = (of: Properties, prefix = ''): string[] =>
  Object.entries(of).flatMap(([name, { properties: inner, fields }]) => [
    ...(inner ? indexed(inner, `${prefix}${name}.`) : [prefix + name]),
    ...Object.keys(fields ?? {}).map((field) => `${prefix}${name}.${field}`),
  ]);

async function aLoggedLine(): Promise<Record<string, unknown>> {
  const program = `import { log } from '@catalog/observability'; log.info('something', { a: 1 });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, LOG_LEVEL: 'INFO' },
  });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('the fields of the logs', function () {
  it('are indexed as the log writes them', async () => {
    const written = Object.keys(await aLoggedLine());
    expect(Object.keys(properties).filter((name) => !added.includes(name))).to.have.members(written);
  });

  it('of the context are indexed only if some code logs them, and every id is', () => {
    const logged = loggedFields();
    const context = Object.keys(properties['context']?.properties ?? {});
    expect(
      context.filter((name) => !logged.has(name)),
      'indexed but never logged',
    ).to.eql([]);
    expect(
      [...logged].filter((name) => name.endsWith('_id') && !context.includes(name)),
      'ids that cannot be searched for',
    ).to.eql([]);
  });

  it('are passed on by Logstash under their names', async () => {
    const pipeline = read('logstash/catalog-logs.conf');
    const renamed = Object.fromEntries([...pipeline.matchAll(/"\[line\]\[(\w+)\]" => "(\w+)"/g)].map(([, from, to]) => [from, to]));
    expect(renamed).to.eql(Object.fromEntries(Object.keys(await aLoggedLine()).map((name) => [name, name])));
    expect(pipeline).to.contain('index => "catalog-logs-%{+YYYY.MM.dd}"');
  });
});

describe('what Kibana imports', () => {
  const objects = read('kibana/catalog-logs.ndjson')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SavedObject);
  const known = new Set(indexed(properties));

  it('refers only to objects that come with it', () => {
    const there = objects.map(({ type, id }) => `${type}/${id}`);
    expect(new Set(there).size).to.equal(there.length);
    for (const { id, references } of objects) expect(there, id).to.include.members(references.map((to) => `${to.type}/${to.id}`));
  });

  it('names every reference that it uses, and uses every one it names', () => {
    for (const { id, attributes, references } of objects) {
      const text = JSON.stringify(plain(attributes));
      for (const { name } of references)
        expect(text, `${id}: ${name}`).to.contain(JSON.stringify(name.replace(/^(?:\d+:|controlGroup_)|:optionsListDataView$/g, '')));
    }
  });

  for (const object of objects) {
    it(`shows fields that exist: ${object.type} ${object.id}`, () => {
      const fields = fieldsIn(plain(object.attributes));
      if (object.type !== 'dashboard') expect(fields).not.to.be.empty;
      expect(fields.filter((field) => !known.has(field))).to.eql([]);
    });
  }

  it('offers what is asked of it: by service, by correlation id, errors and latency', () => {
    const titles = objects.map(({ attributes }) => attributes['title'] as string);
    expect(titles).to.include.members([
      'Catalog: errors per service',
      'Catalog: latency per service (p95)',
      'Catalog: one request',
      'Catalog: services',
    ]);
    const controls = fieldsIn(plain(objects.filter(({ type }) => type === 'dashboard').map(({ attributes }) => attributes)));
    expect(controls).to.include.members(['service', 'correlation_id']);
  });
});

describe('the configuration of Filebeat', () => {
  for (const file of globSync('observability/filebeat/*.yml')) {
    it(`reads containers and gives what they print to Logstash: ${file}`, () => {
      const { 'filebeat.inputs': inputs, processors, ...rest } = parse(readFileSync(file, 'utf8')) as FilebeatSettings;
      expect(Object.keys(rest)).to.have.members(['queue.mem', 'output.logstash', 'logging.level']);
      expect(inputs.map(({ type, id, parsers }) => ({ type, id, parsers: parsers.flatMap(Object.keys) }))).to.eql([
        { type: 'filestream', id: 'containers', parsers: ['container'] },
      ]);
      expect(inputs[0]?.paths).to.have.length.above(0);
      expect(processors).to.have.length.above(0);
      expect(rest['output.logstash'].hosts).to.eql(['${LOGSTASH_HOST:logstash:5044}']);
    });
  }
});

describe('docker-compose.yml', () => {
  const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;

  it('has the log of every service read', () => {
    for (const service of processNames) expect(compose.services[service]?.labels, service).to.eql({ 'catalog.logs': 'true' });
  });

  it('mounts files that are there', () => {
    const mounted = Object.values(compose.services)
      .flatMap(({ volumes = [] }) => volumes)
      .flatMap((volume) => /^\.\/([^:]+):.*:ro$/.exec(volume)?.[1] ?? []);
    expect(mounted).to.have.length.above(5);
    expect(mounted.filter((file) => !existsSync(file))).to.eql([]);
  });
});

type Compose = { services: Record<string, { labels?: object; volumes?: string[] }> };

type FilebeatSettings = {
  'filebeat.inputs': { type: string; id: string; paths: string[]; parsers: object[] }[];
  processors: object[];
  'output.logstash': { hosts: string[] };
};

/** Kibana keeps JSON within JSON as text. */
function plain(value: unknown): unknown {
  if (typeof value === 'string' && /^(?:\[|\{["}])/.test(value)) return plain(JSON.parse(value) as unknown);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  return value;
}

function fieldsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    if (key === 'field' || key === 'fieldName' || key === 'timeFieldName') return [value];
    return key === 'query' ? [...value.matchAll(/([\w.@]+) (?::|>=|<=|>|<) /g)].map(([, field]) => field!) : [];
  }
  if (key === 'fieldFormatMap') return Object.keys(value as object);
  if (key === 'columns') return value as string[];
  if (key === 'sort' && Array.isArray(value)) return value.map(([field]) => field as string);
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value) ? value.flatMap((one) => fieldsIn(one)) : Object.entries(value).flatMap(([name, one]) => fieldsIn(one, name));
}

/**
 * Prepares Elasticsearch and Kibana for the logs before Logstash writes the first: lifecycle policy, templates, data view, dashboards.
 * Doing it again changes nothing. Plain Node, no packages: `node setup.ts` in the image `node:24-slim`, with this folder mounted.
 * ELASTICSEARCH_URL; KIBANA_URL (empty: no dashboards); LOG_RETENTION_DAYS (7); WAIT_SECONDS (300): how long to wait for each to answer.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const ANSWER_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 1000;

const {
  ELASTICSEARCH_URL = 'http://elasticsearch:9200',
  KIBANA_URL = 'http://kibana:5601',
  LOG_RETENTION_DAYS = '7',
  WAIT_SECONDS = '300',
} = process.env;

try {
  if (!/^[1-9]\d{0,3}$/.test(LOG_RETENTION_DAYS))
    throw new Error(`LOG_RETENTION_DAYS must be a number of days above 0, not "${LOG_RETENTION_DAYS}".`);
  await prepareElasticsearch(ELASTICSEARCH_URL);
  if (KIBANA_URL !== '') await prepareKibana(KIBANA_URL);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function prepareElasticsearch(url: string): Promise<void> {
  await untilAnswering(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`);
  const policy = (await file('elasticsearch/lifecycle-policy.json')).replace('"7d"', `"${LOG_RETENTION_DAYS}d"`);
  await put(`${url}/_ilm/policy/catalog-logs`, policy);
  await put(`${url}/_component_template/catalog-log-fields`, await file('elasticsearch/log-fields.json'));
  await put(`${url}/_index_template/catalog-logs`, await file('elasticsearch/index-template.json'));
}

async function prepareKibana(url: string): Promise<void> {
  await untilAnswering(`${url}/api/status`);
  const form = new FormData();
  form.append('file', new Blob([await file('kibana/catalog-logs.ndjson')]), 'catalog-logs.ndjson');
  const answer = await ask(`${url}/api/saved_objects/_import?overwrite=true`, {
    method: 'POST',
    headers: { 'kbn-xsrf': 'true' },
    body: form,
  });
  if (!(JSON.parse(answer) as { success: boolean }).success) throw new Error(`Kibana did not take all of it: ${answer}`);
  tell('Kibana has the data view and the dashboards');
}

async function put(url: string, body: string): Promise<void> {
  await ask(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  tell(`${new URL(url).pathname.slice(1)} is there`);
}

async function ask(url: string, options: RequestInit): Promise<string> {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${new URL(url).pathname} was refused with ${answer.status}: ${text}`);
  return text;
}

async function untilAnswering(url: string): Promise<void> {
  const deadline = performance.now() + Number(WAIT_SECONDS) * 1000;
  for (;;) {
    const isThere = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    if (performance.now() > deadline) throw new Error(`${new URL(url).origin} does not answer.`);
    await pause(LOOK_EVERY_MS);
  }
}

function file(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

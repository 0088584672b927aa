/** What prepares Elasticsearch and Kibana, against stubs of both: neither lifecycle policies nor Kibana exist among the local servers. */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../observability/setup.ts', import.meta.url));

describe('the setup of the logs in a cluster', function () {
  let server: Server;
  let url: string;
  let asked: { request: string; body: string }[];
  let imported: object;
  let refusals: number;

  beforeEach(async () => {
    asked = [];
    imported = { success: true };
    refusals = 0;
    server = createServer(async (request, response) => {
      asked.push({ request: `${request.method} ${request.url}`, body: await text(request) });
      response.statusCode = refusals-- > 0 ? 503 : 200;
      response.end(JSON.stringify(request.url?.includes('_import') ? imported : { acknowledged: true }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
  });

  async function setUp(environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, [program], { env: { ELASTICSEARCH_URL: url, KIBANA_URL: url, ...environment } });
    const ended = once(child, 'close') as Promise<[number]>;
    const [stderr, [code]] = await Promise.all([text(child.stderr), ended]);
    return { code, stderr };
  }

  it('puts policy, fields and template, then imports what Kibana shows', async () => {
    refusals = 1;
    expect((await setUp({ LOG_RETENTION_DAYS: '30' })).code).to.equal(0);
    expect(asked.map(({ request }) => request)).to.eql([
      ...Array<string>(2).fill('GET /_cluster/health?wait_for_status=yellow&timeout=1s'),
      'PUT /_ilm/policy/catalog-logs',
      'PUT /_component_template/catalog-log-fields',
      'PUT /_index_template/catalog-logs',
      'GET /api/status',
      'POST /api/saved_objects/_import?overwrite=true',
    ]);
    expect(JSON.parse(asked[2]!.body)).to.have.nested.property('policy.phases.delete.min_age', '30d');
    expect(JSON.parse(asked[4]!.body)).to.deep.include({ index_patterns: ['catalog-logs-*'], composed_of: ['catalog-log-fields'] });
    expect(asked[6]!.body).to.contain('"type":"index-pattern"');
  });

  it('leaves Kibana alone where there is none', async () => {
    expect((await setUp({ KIBANA_URL: '' })).code).to.equal(0);
    expect(asked).to.have.length(4);
  });

  it('fails with a sentence when something is refused, does not answer, or makes no sense', async () => {
    imported = { success: false, errors: [{ id: 'catalog-services' }] };
    const [refused, away, senseless] = await Promise.all([
      setUp(),
      setUp({ ELASTICSEARCH_URL: 'http://127.0.0.1:1', WAIT_SECONDS: '0' }),
      setUp({ LOG_RETENTION_DAYS: 'some' }),
    ]);
    expect(refused).to.deep.include({ code: 1 }).and.property('stderr').contain('catalog-services');
    expect(away).to.deep.equal({ code: 1, stderr: 'http://127.0.0.1:1 does not answer.\n' });
    expect(senseless).to.deep.equal({ code: 1, stderr: 'LOG_RETENTION_DAYS must be a number of days above 0, not "some".\n' });
  });
});

import { Client } from '@elastic/elasticsearch';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anOffering } from '../../../../test/support/events.ts';
import { nextDocument, type StoredOffering } from '../../src/documents/index.ts';
import { searchFieldsOf } from '../../src/rules/index.ts';
import { searchAvailability, searchIndex, SearchIndexRefusal } from '../../src/search-index/index.ts';
import { withFallback } from '../../src/search/index.ts';

describe('An engine that answers', () => {
  let engine: Server, client: Client;

  /** Answers a request for `/<status>` with that, and takes no batch with more than two writes or one that is poisoned. */
  before(async () => {
    engine = createServer((request, response) => {
      const body: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => body.push(chunk))
        .on('end', () => {
          const actions = Buffer.concat(body)
            .toString()
            .split('\n')
            .filter((line) => line.startsWith('{"index"'));
          const isPoisoned = body.toString().includes('poison');
          const status = request.url!.startsWith('/_bulk') ? (actions.length > 2 || isPoisoned ? 413 : 200) : Number(request.url!.slice(1));
          const items = actions.map(() => ({ index: { status: 201 } }));
          response
            .writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' })
            .end(JSON.stringify({ items }));
        });
    }).listen(0, '127.0.0.1');
    await once(engine, 'listening');
    client = new Client({ node: `http://127.0.0.1:${(engine.address() as AddressInfo).port}` });
  });
  after(async () => {
    await client.close();
    engine.close();
  });

  function engines() {
    const availability = searchAvailability();
    availability.restored();
    const find = withFallback<number, string>({
      elasticsearch: async (status) => {
        await client.indices.get({ index: String(status) }, { maxRetries: 0 });
        return 'as the index has it';
      },
      mongodb: () => Promise.resolve('as MongoDB has it'),
      availability,
    });
    return { availability, find };
  }

  for (const status of [400, 402, 405, 406, 409, 410, 413, 414, 415, 422, 431]) {
    it(`${status} refuses that one request, and stays the one that is asked by others`, async () => {
      const { availability, find } = engines();
      for (let times = 0; times < 3; times++) {
        expect(await find(status).catch((error: unknown) => error)).to.be.instanceOf(SearchIndexRefusal);
        expect(availability.usable()).to.equal(true);
        expect(await find(200)).to.eql({ found: 'as the index has it', engine: 'elasticsearch' });
      }
    });
  }

  for (const status of [401, 403, 404, 408, 429, 500, 502, 503, 504]) {
    it(`${status} to whoever asks is as good as gone`, async () => {
      const { availability, find } = engines();
      expect(await find(status)).to.eql({ found: 'as MongoDB has it', engine: 'mongodb' });
      expect(availability.usable()).to.equal(false);
    });
  }

  it('others while it fails in one request is not gone', async () => {
    const { availability, find } = engines();
    const failing = find(503);
    availability.answered();
    expect((await failing).engine).to.equal('mongodb');
    expect(availability.usable()).to.equal(true);
  });

  it('that a batch is too large gets it in smaller ones, and what it will not have alone is named', async () => {
    const offering = (name: string): StoredOffering => {
      const id = randomUUID();
      const shown = {
        id,
        name,
        description: null,
        specifications: [],
        pricing: [],
        sales_channels: [],
        categories: [],
        published_at: '2026-01-01T00:00:00.000Z',
        lifecycle_status: 'PUBLISHED' as const,
      };
      const sources = { offering: 1, specifications: [], characteristics: [], prices: [], categories: [] };
      return nextDocument(null, {
        offering: anOffering({ id }),
        status: 'PUBLISHED',
        shown,
        search: searchFieldsOf(shown),
        sources,
        now: new Date(),
      });
    };
    const batch = ['one', 'two', 'poison', 'four', 'five', 'six', 'seven'].map(offering);
    expect(await searchIndex(client, 'any').put(batch)).to.eql([batch[2]!._id]);
  });
});

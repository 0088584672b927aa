/** The client against a stub of the gateway. */
import { expect } from 'chai';
import { catalogClient, CatalogRefusal, CatalogUnreachable, ifFound, signIn } from '../src/index.ts';
import { refused, startStubCatalog, type StubCatalog } from './stub-catalog.ts';

const aPrice = { name: 'Monthly', value: 10, unit: 'per month', currency: 'USD' } as const;

describe('the client of the public API', () => {
  let catalog: StubCatalog;

  beforeEach(async () => {
    catalog = await startStubCatalog();
  });
  afterEach(() => catalog.stop());

  const credentials = { username: 'admin', password: 'admin' };
  const asAdmin = () => signIn({ url: catalog.url, credentials });
  const failureOf = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => {
        throw new Error('it did not fail');
      },
      (error: unknown) => error as Error,
    );

  it('throws a refusal with its code, message and field', async () => {
    catalog.answer = () => refused(400, 'VALIDATION_ERROR', 'A name is needed', { field: 'name' });
    const refusal = await failureOf((await asAdmin()).send('POST', '/api/v1/prices', { body: aPrice }));
    expect(refusal)
      .to.be.instanceOf(CatalogRefusal)
      .and.deep.include({ status: 400, code: 'VALIDATION_ERROR', details: { field: 'name' } });
    expect(refusal.message).to.equal('VALIDATION_ERROR: A name is needed (field name)');
  });

  it('signs in once more when its token has expired, and only then', async () => {
    catalog.answer = ({ authorization }) =>
      authorization === 'Bearer token-2' ? { status: 200, body: {} } : refused(401, 'UNAUTHENTICATED', 'Expired');
    expect((await (await asAdmin()).send('GET', '/api/v1/prices')).status).to.equal(200);
    const named = catalogClient({ url: catalog.url, token: 'old' });
    expect((await failureOf(named.send('GET', '/api/v1/prices'))).message).to.equal('UNAUTHENTICATED: Expired');
  });

  it('waits when it is asked to, and repeats only what may be repeated', async () => {
    const failing = (status: number, code: string) => {
      let left = 1;
      catalog.answer = () =>
        left-- > 0 ? { ...refused(status, code, 'Later'), headers: { 'retry-after': '0' } } : { status: 200, body: {} };
    };
    const api = await asAdmin();
    failing(429, 'TOO_MANY_REQUESTS');
    expect((await api.send('POST', '/api/v1/prices', { body: aPrice })).status).to.equal(200);
    failing(503, 'SERVICE_UNAVAILABLE');
    expect((await api.send('GET', '/api/v1/prices')).status).to.equal(200);
    failing(409, 'IDEMPOTENCY_KEY_IN_FLIGHT');
    expect((await api.send('POST', '/api/v1/prices', { body: aPrice, idempotencyKey: 'k-1' })).status).to.equal(200);
    expect(catalog.asked.at(-1)?.idempotencyKey).to.equal('k-1');
    failing(503, 'SERVICE_UNAVAILABLE');
    expect((await failureOf(api.send('POST', '/api/v1/prices', { body: aPrice }))).message).to.equal('SERVICE_UNAVAILABLE: Later');
  });

  it('tries again where nothing answers, if it is told to', async () => {
    const retries = { attempts: 2, longestPauseMs: 10, whenUnreachable: true };
    const start = performance.now();
    expect(await failureOf(signIn({ url: 'http://127.0.0.1:9', credentials, retries }))).to.be.instanceOf(CatalogUnreachable);
    expect(performance.now() - start).to.be.above(9);
  });

  it('stops waiting when it is told to', async () => {
    const stopped = new AbortController();
    catalog.answer = () => ({ ...refused(429, 'TOO_MANY_REQUESTS', 'Later'), headers: { 'retry-after': '30' } });
    const reading = failureOf(catalogClient({ url: catalog.url, token: 'mine', signal: stopped.signal }).one('prices', '1'));
    stopped.abort(new Error('enough'));
    expect((await reading).message).to.match(/enough|abort/);
  });

  it('reads one thing, some by their ids and all of a kind', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => String(1_000 + index));
    catalog.answer = ({ path, query }) => {
      if (path === '/api/v1/prices/none') return refused(404, 'NOT_FOUND', 'There is no such price');
      const asked = query.has('sort') ? ids.filter((id) => id > (query.get('after_id') ?? '')).slice(0, 100) : query.getAll('id');
      return { status: 200, body: path === '/api/v1/prices' ? { items: asked.map((id) => ({ id })) } : { id: path.split('/').at(-1) } };
    };
    const client = catalogClient({ url: catalog.url, token: 'mine' });
    expect(await client.one('prices', 'a/b')).to.eql({ id: 'a%2Fb' });
    expect(await client.one('prices', 'none')).to.equal(undefined);
    expect(await ifFound(client.send('GET', '/api/v1/prices/{id}', { params: { id: 'none' } }))).to.equal(undefined);
    expect((await client.byIds('prices', ids)).map(({ id }) => id)).to.eql(ids);
    expect((await Array.fromAsync(client.pages('prices'))).map((page) => page.map(({ id }) => id))).to.eql([
      ids.slice(0, 100),
      ids.slice(100),
    ]);
    catalog.answer = () => refused(403, 'FORBIDDEN', 'Not for you');
    expect(await failureOf(client.byIds('prices', ids))).to.include({ status: 403, code: 'FORBIDDEN' });
  });
});

/** Which catalog a command works on and as whom, against a stub of the gateway. */
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogApi } from '../src/access/catalog-api.ts';
import { errorMessage } from '../src/access/error-message.ts';
import { startStubCatalog, type StubCatalog } from '../../catalog-client/test/stub-catalog.ts';

describe('the catalog of a command', () => {
  let catalog: StubCatalog, home: string;

  beforeEach(async () => {
    catalog = await startStubCatalog();
    home = await mkdtemp(join(tmpdir(), 'catalog-home-'));
  });
  afterEach(async () => {
    await catalog.stop();
    await rm(home, { recursive: true });
  });

  const asAdmin = () => ({ CATALOG_HOME: home, CATALOG_URL: `${catalog.url}/`, CATALOG_USERNAME: 'admin', CATALOG_PASSWORD: 'admin' });
  const failureOf = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => {
        throw new Error('it did not fail');
      },
      (error: unknown) => error as Error,
    );

  it('works on the catalog that runs on this machine when it is told nothing', async () => {
    const credentials = { admin: { username: 'admin', password: 'admin' } };
    await writeFile(join(home, 'endpoints.json'), JSON.stringify({ services: { 'api-gateway': { url: catalog.url } }, credentials }));
    catalog.answer = () => ({ status: 200, body: { total: 0 } });
    const { body } = await (
      await catalogApi({ CATALOG_HOME: home })
    ).send('GET', '/api/v1/prices', { query: { page: 2, id: ['a', 'b'], name: undefined } });
    expect(body).to.eql({ total: 0 });
    expect(catalog.asked[1]).to.deep.include({ method: 'GET', path: '/api/v1/prices', authorization: 'Bearer token-1' });
    expect(catalog.asked[1]?.query.toString()).to.equal('page=2&id=a&id=b');
  });

  it('takes a token instead of signing in', async () => {
    catalog.answer = () => ({ status: 204 });
    await (
      await catalogApi({ CATALOG_URL: catalog.url, CATALOG_TOKEN: 'mine' })
    ).send('DELETE', '/api/v1/prices/{id}', { params: { id: '1' } });
    expect(catalog.asked.map(({ authorization }) => authorization)).to.eql(['Bearer mine']);
  });

  it('sends nobody to a catalog that is named without saying as whom', async () => {
    expect((await failureOf(catalogApi({ CATALOG_URL: catalog.url }))).message).to.contain(
      'set CATALOG_USERNAME and CATALOG_PASSWORD, or CATALOG_TOKEN',
    );
    expect((await failureOf(catalogApi({ ...asAdmin(), CATALOG_PASSWORD: '' }))).message).to.contain('set the password too');
    expect((await failureOf(catalogApi({ ...asAdmin(), CATALOG_URL: 'here' }))).message).to.contain('not "here"');
    expect(catalog.asked).to.eql([]);
  });

  it('says who was not let in', async () => {
    const { message } = await failureOf(catalogApi({ ...asAdmin(), CATALOG_PASSWORD: 'wrong' }));
    expect(message).to.contain('does not let admin in: INVALID_CREDENTIALS: Wrong username or password');
  });

  it('says where it looked when nobody answers there', async () => {
    const { url } = catalog;
    const failure = await failureOf(catalogApi({ ...asAdmin(), CATALOG_URL: 'http://127.0.0.1:9' }));
    expect(errorMessage(failure)).to.match(
      /^No catalog can be reached at http:\/\/127\.0\.0\.1:9 \(.+\): start one with npm start, or set CATALOG_URL/,
    );
    catalog.answer = () => ({ status: 502, body: '<html>' });
    const api = await catalogApi(asAdmin());
    expect((await failureOf(api.send('POST', '/api/v1/prices'))).message).to.contain(
      `POST ${url}/api/v1/prices was answered with 502, but not as a catalog`,
    );
  });
});

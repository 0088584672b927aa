/** The store's commands against a stub of the gateway. */
import { expect } from 'chai';
import { runCatalog } from './run-catalog.ts';
import { refused, startStubCatalog, type StubCatalog } from '../../catalog-client/test/stub-catalog.ts';

describe('catalog store', () => {
  let catalog: StubCatalog;

  beforeEach(async () => {
    catalog = await startStubCatalog();
  });
  afterEach(() => catalog.stop());

  const run = (...words: string[]) =>
    runCatalog(['store', ...words], { CATALOG_URL: catalog.url, CATALOG_USERNAME: 'admin', CATALOG_PASSWORD: 'admin' });
  const job = (status: string, indexed: number, error: string | null = null) => ({
    id: 'j-1',
    status,
    error,
    progress: { offerings: 7, indexed },
  });
  const lines = (text: string) => text.trim().split('\n');

  function driftOf(...lost: string[]) {
    const none = { expected: 2, differing: 0, differences: [] };
    const differences = lost.map((id) => ({ id, problem: 'MISSING', expected_version: 3, version: null }));
    return {
      status: 200,
      body: {
        total: lost.length,
        characteristics: none,
        specifications: none,
        prices: none,
        categories: none,
        offerings: none,
        index: none,
        documents: { expected: 2, differing: lost.length, differences },
      },
    };
  }

  it('rebuilds, saying how far it is until it is done', async () => {
    const states = [job('RUNNING', 0), job('RUNNING', 0), job('COMPLETED', 7)];
    catalog.answer = ({ method }) => (method === 'POST' ? { status: 202, body: job('RUNNING', 0) } : { status: 200, body: states.shift() });
    const { code, stdout } = await run('rebuild');
    expect(code).to.equal(0);
    expect(lines(stdout)).to.eql(['running: 7 offerings, 0 indexed', 'completed: 7 offerings, 7 indexed']);
    expect(catalog.asked[1]).to.include({ method: 'POST', path: '/api/v1/store/rebuild' });
    expect(catalog.asked.at(-1)).to.include({ method: 'GET', path: '/api/v1/store/rebuilds/j-1' });
  });

  it('fails when the rebuild does, or is refused', async () => {
    catalog.answer = () => ({ status: 202, body: job('FAILED', 3, 'the search index is gone') });
    expect(await run('rebuild')).to.deep.include({ code: 1, stderr: 'The job j-1 failed: the search index is gone\n' });
    catalog.answer = () => refused(409, 'WRONG_STATE', 'A rebuild is running already');
    expect(await run('rebuild')).to.deep.include({ code: 1, stderr: 'WRONG_STATE: A rebuild is running already\n' });
  });

  it('shows drift, and tells by its end whether there is any', async () => {
    catalog.answer = () => driftOf();
    const fine = await run('drift');
    expect(fine.code).to.equal(0);
    expect(fine.stdout).to.contain('The store is as it should be');
    catalog.answer = () => driftOf('o-1');
    const drifted = await run('drift');
    expect(drifted.code).to.equal(1);
    expect(drifted.stdout).to.contain('o-1').and.contain('MISSING').and.contain('1 differ');
    expect(catalog.asked.filter(({ method, path }) => method === 'POST' && path.includes('drift'))).to.eql([]);
  });

  it('repairs drift when told to, and looks again', async () => {
    const drifts = [driftOf('o-1'), driftOf()];
    catalog.answer = ({ method, path }) =>
      method === 'POST'
        ? { status: 202, body: job('RUNNING', 0) }
        : path.endsWith('drift')
          ? drifts.shift()!
          : { status: 200, body: job('COMPLETED', 1) };
    const { code, stdout } = await run('drift', '--repair');
    expect(code).to.equal(0);
    expect(stdout).to.match(/1 differ[\s\S]*completed: [\s\S]*as it should be/);
    expect(catalog.asked.map(({ path }) => path)).to.include('/api/v1/store/drift/repair');
    catalog.answer = ({ method, path }) =>
      method === 'POST' ? { status: 202, body: job('COMPLETED', 0) } : path.endsWith('drift') ? driftOf('o-1') : { status: 404 };
    expect((await run('drift', '--repair')).code).to.equal(1);
  });
});

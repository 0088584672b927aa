/** The sagas' commands against a stub of the gateway. */
import { expect } from 'chai';
import { runCatalog } from './run-catalog.ts';
import { type Asked, refused, startStubCatalog, type StubCatalog } from '../../catalog-client/test/stub-catalog.ts';

describe('catalog sagas', function () {
  let catalog: StubCatalog;

  beforeEach(async () => {
    catalog = await startStubCatalog();
  });
  afterEach(() => catalog.stop());

  const run = (...words: string[]) =>
    runCatalog(['sagas', ...words], { CATALOG_URL: catalog.url, CATALOG_USERNAME: 'admin', CATALOG_PASSWORD: 'admin' });
  const asked = () => catalog.asked.slice(1).map(({ method, path }: Asked) => `${method} ${path}`);
  const aSaga = (changes: object = {}) => ({
    saga_id: 's-1',
    offering_id: 'o-1',
    offering_name: 'Home Fibre 100',
    status: 'running',
    requested_at: '2026-01-15T10:00:00.000Z',
    ended_at: null,
    failure: null,
    correlation_id: 'c-1',
    engine_available: true,
    steps: [],
    ...changes,
  });
  const answered = (body: object) => {
    catalog.answer = () => ({ status: 200, body });
  };

  it('lists what was asked for, one line each, and how many there are', async () => {
    const failed = aSaga({
      status: 'failed',
      ended_at: '2026-01-15T10:00:02.500Z',
      failure: { code: 'STEP_FAILED', message: 'no' },
      offering_name: null,
    });
    answered({ total: 21, items: [failed], engine_available: true });
    const { code, stdout, stderr } = await run('list', '--status', 'failed', '--offering', 'o-1', '--page', '2');
    expect({ code, stderr }).to.eql({ code: 0, stderr: '' });
    expect(stdout).to.contain('s-1').and.contain('(deleted)').and.contain('2.5 s').and.contain('STEP_FAILED').and.contain('1 of 21');
    expect(Object.fromEntries(catalog.asked.at(-1)?.query ?? [])).to.eql({ status: 'failed', offering_id: 'o-1', page: '2' });
  });

  it('shows the steps of one that is stuck, and the way on', async () => {
    const steps = [
      { step: 'delete-store-entry', state: 'incident', started_at: null, ended_at: null, attempts_left: 0, message: 'store is down' },
    ];
    answered(aSaga({ status: 'stuck', failure: { code: 'INVALID_REFERENCE', message: 'A price is gone' }, steps }));
    const { code, stdout } = await run('show', 's-1');
    expect(code).to.equal(0);
    expect(asked()).to.eql(['GET /api/v1/publications/s-1']);
    expect(stdout)
      .to.contain('Home Fibre 100 (o-1): stuck, INVALID_REFERENCE: A price is gone')
      .and.contain('store is down')
      .and.contain('sagas retry s-1');
  });

  it('says so when the engine does not answer', async () => {
    answered(aSaga({ engine_available: false, steps: null }));
    expect((await run('show', 's-1')).stderr).to.contain('The workflow engine does not answer');
    answered({ total: 0, items: [], engine_available: false });
    expect((await run('list')).stderr).to.contain('The workflow engine does not answer');
  });

  it('retries what is stuck, or says that nothing is', async () => {
    answered({ saga_id: 's-1', retried_steps: 1 });
    expect(await run('retry', 's-1')).to.deep.include({ code: 0, stdout: '1 stuck step(s) of s-1 got new attempts\n' });
    expect(asked()).to.eql(['POST /api/v1/publications/s-1/retry']);
    answered({ saga_id: 's-1', retried_steps: 0 });
    expect((await run('retry', 's-1')).stdout).to.equal('Nothing of s-1 is stuck\n');
  });

  it('cancels the publication of its offering, unless that has ended', async () => {
    answered(aSaga());
    expect(await run('cancel', 's-1')).to.deep.include({ code: 0, stdout: 's-1 is being undone\n' });
    expect(asked()).to.eql(['GET /api/v1/publications/s-1', 'POST /api/v1/offerings/o-1/cancel-publication']);
    answered(aSaga({ status: 'published', ended_at: '2026-01-15T10:00:02.500Z' }));
    expect(await run('cancel', 's-1')).to.deep.include({ code: 1, stderr: 'It is too late to cancel s-1: it is published.\n' });
    expect(catalog.asked.at(-1)?.method).to.equal('GET');
  });

  it('ends with 1 and a sentence when it is refused, or asked for what it cannot do', async () => {
    catalog.answer = () => refused(400, 'VALIDATION_ERROR', 'status must be one of running, stuck, published, failed', { field: 'status' });
    expect(await run('list', '--status', 'lost')).to.deep.include({
      code: 1,
      stderr: 'VALIDATION_ERROR: status must be one of running, stuck, published, failed (field status)\n',
    });
    for (const [words, message] of [
      [['show'], "missing required argument 'saga-id'"],
      [['burn'], "unknown command 'burn'"],
    ] as const) {
      const { code, stderr } = await run(...words);
      expect(code).to.equal(1);
      expect(stderr).to.contain(message);
    }
  });
});

import { catalogClient, catalogKinds } from '@catalog/catalog-client';
import { importRows, readThings, type RowResult, targetOf } from '@catalog/transfer';
import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readSampleCatalog, type SampleCategory } from '../../packages/local-runtime/src/sample/sample-catalog.ts';
import { runCatalog } from '../../packages/cli/test/run-catalog.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

/** One offering in three, what they consist of, and all categories: of some kinds still more than fit on a page. */
const EVERY = 3;
const SAMPLE = { characteristics: 122, specifications: 55, prices: 104, categories: 35, offerings: 42 };
const SAMPLE_ROWS = Object.values(SAMPLE).reduce((sum, rows) => sum + rows, 0);

type Entry = { name: string; characteristics: string[]; specifications: string[]; prices: string[] };

describe('A catalog in a file', function () {
  let folder: string, installation: Installation;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'catalog-'));
    installation = await startInstallation();
  });
  after(async () => {
    await installation.stop();
    await rm(folder, { recursive: true });
  });

  const catalog = (words: string[], input?: string) => runCatalog(words, installation.access, input);
  const summary = (stderr: string) => stderr.trim().split('\n').at(-1);

  async function fileOf(name: string, content: string): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  async function sampleRows(): Promise<string> {
    const all = async (section: keyof typeof SAMPLE): Promise<Entry[]> => {
      const text = await readFile(new URL(`../../sample-catalog/${section}.yaml`, import.meta.url), 'utf8');
      return (parse(text) as Record<string, Entry[]>)[section]!;
    };
    const named =
      (names: string[]) =>
      ({ name }: Entry) =>
        names.includes(name);
    const offerings = (await all('offerings')).filter((_, i) => i % EVERY === 0);
    const specifications = (await all('specifications')).filter(named(offerings.flatMap((one) => one.specifications)));
    const prices = (await all('prices')).filter(named(offerings.flatMap((one) => one.prices)));
    const characteristics = (await all('characteristics')).filter(named(specifications.flatMap((one) => one.characteristics)));
    const categories = (await readSampleCatalog()).categories.flatMap((root, at) => categoryRows(root, { at }));
    const rows = Object.entries({ offerings, specifications, prices, characteristics }).flatMap(([section, entries]) =>
      entries.map((entry) => JSON.stringify({ kind: section.slice(0, -1), ...entry })),
    );
    return [...rows, ...categories.map((row) => JSON.stringify(row))].join('\n');
  }

  const categoryRows = (
    { name, description, children = [] }: SampleCategory,
    { at, above = '' }: { at: number; above?: string },
  ): object[] => [
    { kind: 'category', name: above + name, sort_order: at, description: description ?? null },
    ...children.flatMap((child, index) => categoryRows(child, { at: index, above: `${above}${name}/` })),
  ];

  it('moves to another installation whole, and is unchanged by a second import', async () => {
    const sample = await fileOf('sample.ndjson', await sampleRows());
    const dry = await catalog(['import', sample, '--dry-run']);
    expect(summary(dry.stderr)).to.equal(`Would be: ${SAMPLE_ROWS} rows: ${SAMPLE_ROWS} created, 0 updated, 0 unchanged, 0 failed`);
    expect((await catalog(['export'])).stdout).to.equal('');
    const imported = await catalog(['import', sample]);
    expect(summary(imported.stderr), imported.stdout).to.equal(
      `${SAMPLE_ROWS} rows: ${SAMPLE_ROWS} created, 0 updated, 0 unchanged, 0 failed`,
    );
    expect(imported.code).to.equal(0);
    const exported = (await catalog(['export'])).stdout;
    expect(exported.trim().split('\n')).to.have.length(SAMPLE_ROWS);

    await installation.stop();
    installation = await startInstallation();
    const moved = await catalog(['import', '-'], exported);
    expect(moved.code, moved.stdout).to.equal(0);
    expect((await catalog(['export'])).stdout).to.equal(exported);
    const again = await catalog(['import', '-'], exported);
    expect(summary(again.stderr)).to.equal(`${SAMPLE_ROWS} rows: 0 created, 0 updated, ${SAMPLE_ROWS} unchanged, 0 failed`);
  });

  it('says of each bad row where it is and what is wrong, and takes the others', async () => {
    const rows = [
      { kind: 'offering', name: 'Imported', specifications: ['Imported fibre'], prices: ['Imported monthly'], sales_channels: ['online'] },
      { kind: 'specification', name: 'Imported fibre', characteristics: ['Imported speed'] },
      { kind: 'characteristic', name: 'Imported speed', value: 'fast', unit_of_measure: 'Mbps' },
      { kind: 'price', name: 'Imported monthly', value: 1.999, unit: 'per month', currency: 'USD' },
      { kind: 'price', name: 'Imported yearly', value: 19.99, unit: 'per year', currency: 'USD' },
    ];
    const { code, stdout } = await catalog([
      'import',
      await fileOf('bad.ndjson', rows.map((row) => JSON.stringify(row)).join('\n')),
      '--json',
    ]);
    expect(code).to.equal(1);
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; status: string; code?: string; field?: string });
    const told = results.toSorted((one, other) => one.line - other.line).map((one) => [one.line, one.status, one.code, one.field]);
    expect(told).to.eql([
      [1, 'failed', 'INVALID_REFERENCE', 'specifications'],
      [2, 'failed', 'INVALID_REFERENCE', 'characteristics'],
      [3, 'failed', 'VALIDATION_ERROR', 'value'],
      [4, 'failed', 'VALIDATION_ERROR', 'value'],
      [5, 'created', undefined, undefined],
    ]);
  });

  it('may be a table of prices, characteristics or categories', async () => {
    const csv = (await catalog(['export', '--csv', 'prices'])).stdout;
    const dearer = csv.replace('Imported yearly,19.99', 'Imported yearly,25');
    const { code, stderr } = await catalog(['import', await fileOf('prices.csv', dearer)]);
    expect([code, summary(stderr)]).to.eql([0, `${SAMPLE.prices + 1} rows: 0 created, 1 updated, ${SAMPLE.prices} unchanged, 0 failed`]);
    const characteristics = await fileOf('characteristics.CSV', (await catalog(['export', '--csv', 'characteristics'])).stdout);
    expect(summary((await catalog(['import', characteristics])).stderr)).to.equal(
      `${SAMPLE.characteristics} rows: 0 created, 0 updated, ${SAMPLE.characteristics} unchanged, 0 failed`,
    );
    const categories = (await catalog(['export', '--csv', 'categories'])).stdout;
    const renamed = await fileOf('categories.csv', categories.replace('\nTV,', '\nTelevision,').replaceAll('\nTV/', '\nTelevision/'));
    expect(summary((await catalog(['import', renamed])).stderr)).to.equal(
      `${SAMPLE.categories} rows: 3 created, 0 updated, ${SAMPLE.categories - 3} unchanged, 0 failed`,
    );
  });

  it('is checked by a dry run as it is then imported, line by line', async () => {
    const price = { kind: 'price', name: 'Checked', value: 1, unit: 'per month', currency: 'USD' };
    const speed = { kind: 'characteristic', name: 'Checked', value: '1', unit_of_measure: 'Mbps' };
    const rows = [
      price,
      { ...price, name: 'a', value: 12.345 },
      { ...price, name: 'b', value: 0 },
      { ...price, name: 'c', value: 1e9 },
      { ...price, name: 'd\u200B' },
      { ...price, name: 'e', unit: ' ' },
      { ...price, name: 'f', unit: 'x'.repeat(51) },
      { ...price, name: 'g'.repeat(201) },
      { ...price, name: 'h', charge: { type: 'one-time' } },
      { ...price, name: 'i', unit: 'in May', charge: { type: 'usage', per: 'month' } },
      { ...price, name: '\u00A0' },
      { ...price, name: ' CHECKED' },
      speed,
      { ...speed, name: 'h', value: 'fast' },
      { ...speed, name: 'i', value: '-0' },
      { ...speed, name: 'j;' },
      { ...speed, name: 'k', attribute: '\t' },
      { kind: 'specification', name: 'Checked', characteristics: ['Checked'] },
      { kind: 'specification', name: 'l', characteristics: ['checked', 'CHECKED '] },
      {
        kind: 'offering',
        name: 'Checked',
        external_id: 'checked ',
        specifications: ['Checked'],
        prices: ['Checked'],
        sales_channels: ['online', 'Online '],
      },
      { kind: 'offering', name: 'm', external_id: '\u202E' },
      { kind: 'offering', name: 'n', sales_channels: ['o'.repeat(51)] },
      { kind: 'offering', name: 'p', description: '\u0007' },
      { kind: 'offering', name: 'q', prices: ['a'] },
    ];
    const file = await fileOf('checked.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));
    const told = async (...options: string[]) => {
      const { stdout } = await catalog(['import', file, '--json', ...options]);
      const results = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as RowResult);
      return results.map(({ line, status, code, field }) => [line, status, code, field].join(' ')).sort();
    };
    const checked = await told('--dry-run');
    expect(checked.filter((one) => one.includes('created'))).to.have.length(4);
    expect(await told()).to.eql(checked);
    const again = await told();
    expect(again.filter((one) => !one.includes('failed')).map((one) => one.split(' ')[1])).to.eql(
      Array.from({ length: 4 }, () => 'unchanged'),
    );
    expect(again.filter((one) => one.includes('failed'))).to.eql(checked.filter((one) => one.includes('failed')));
  });

  it('takes what is scheduled along', async () => {
    const at = new Date(Date.now() + 86_400_000).toISOString();
    const row = {
      kind: 'offering',
      name: 'Scheduled',
      description: null,
      specifications: ['Checked'],
      prices: ['Checked'],
      sales_channels: ['online'],
      categories: [],
      lifecycle_status: 'DRAFT',
      scheduled: { action: 'publish', at },
    };
    const imported = await catalog(['import', '-'], JSON.stringify(row));
    expect(imported.code, imported.stdout).to.equal(0);
    expect((await catalog(['export'])).stdout.split('\n')).to.include(JSON.stringify(row));
    const past = { ...row, name: 'Past', scheduled: { action: 'publish', at: '2026-01-01T00:00:00Z' } };
    expect((await catalog(['import', '-'], JSON.stringify(past))).stdout).to.include('The time has passed: it is not scheduled');
  });

  it('does not overwrite what somebody has changed since the import began', async () => {
    const { CATALOG_URL: url, CATALOG_TOKEN: token } = installation.access;
    const api = catalogClient({ url, token });
    const things = await readThings(api);
    const { id, name, unit, currency, value } = things.price.find((price) => price.name === 'Checked') as unknown as {
      id: string;
      name: string;
      unit: string;
      currency: 'USD';
      value: number;
    };
    await api.send('PUT', '/api/v1/prices/{id}', { params: { id }, body: { name, unit, currency, value: value + 1 } });
    const results: RowResult[] = [];
    const entries = [{ line: 1, row: { kind: 'price' as const, name, unit, currency, value: value + 2 } }];
    await importRows({
      entries,
      things,
      target: targetOf(api),
      publish: false,
      report: (result) => {
        results.push(result);
      },
    });
    expect(results).to.have.length(1);
    expect(results[0]).to.include({ status: 'failed', code: 'VERSION_MISMATCH' });
    expect((await api.one('prices', id))?.value).to.equal(value + 1);
  });

  it('is read by key: every list is whole, page after page', async () => {
    const { CATALOG_URL: url, CATALOG_TOKEN: token } = installation.access;
    const api = catalogClient({ url, token });
    for (const kind of catalogKinds) {
      const read: string[] = [];
      for (let last: string | undefined, page: string[] = ['']; page.length > 0; last = read.at(-1)) {
        const { body } = await api.send('GET', `/api/v1/${kind}`, { query: { sort: 'id', after_id: last, page_size: 7 } });
        page = body.items.map((thing) => thing.id);
        read.push(...page);
      }
      const {
        body: { total },
      } = await api.send('GET', `/api/v1/${kind}`, { query: { page_size: 1 } });
      expect(read, kind)
        .to.eql([...new Set(read)].sort())
        .and.to.have.length(total);
    }
  });

  it('with nothing but bad rows is told row by row', async () => {
    const { code, stdout } = await catalog([
      'import',
      await fileOf('worse.ndjson', 'a\n{"kind":"price","name":"b","name":"c"}\n'),
      '--json',
    ]);
    expect([
      code,
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as RowResult).line),
    ]).to.eql([1, [1, 2]]);
  });

  it('that cannot be used changes nothing and ends with 2', async () => {
    const unusable = async (name: string, content: string | Buffer) => {
      await writeFile(join(folder, name), content);
      return catalog(['import', join(folder, name)]);
    };
    expect(await catalog(['import', join(folder, 'nowhere.ndjson')])).to.include({ code: 2 });
    expect(await unusable('empty.ndjson', '')).to.deep.include({ code: 2, stderr: 'There is no row of a catalog in it\n' });
    expect(await unusable('latin.ndjson', Buffer.from([0x7b, 0xfc, 0x7d]))).to.deep.include({
      code: 2,
      stderr: 'The file is not in UTF-8\n',
    });
    expect((await unusable('other.csv', 'a,b\n1,2\n')).code).to.equal(2);
    expect(
      await runCatalog(
        ['import', '-'],
        { ...installation.access, CATALOG_URL: 'http://127.0.0.1:1' },
        '{"kind":"specification","name":"a","characteristics":["b"]}',
      ),
    ).to.include({ code: 2 });
  });
});

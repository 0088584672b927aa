import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expectAccessible } from './accessibility.ts';
import { call, expectSoon, mark, signedIn } from './web-pages.ts';

type Row = { kind: string; name: string; value?: number };

describe('The catalog as a file', () => {
  for (const [how, options] of [
    ['with scripts', {}],
    ['without scripts', { javaScriptEnabled: false }],
  ] as const) {
    describe(how, () => {
      const name = `Imported ${mark} ${how}`;
      let price: Row & { value: number }, changed: Buffer;

      before(async () => {
        price = await exportedPrice(await signedIn('admin', options));
        const lost = { kind: 'specification', name: `Lost ${mark}`, characteristics: ['Nowhere'] };
        changed = linesOf({ ...price, name, value: price.value + 1 }, price, lost);
      });

      it('is refused when it has too many lines', async () => {
        const page = await transferPage();
        await send(page, 'Check only', Buffer.alloc(1_000_000, `${JSON.stringify(price)}\n`));
        await page.getByText('The file has too many lines').waitFor();
      });

      it('is checked: each line says what an import would do, and nothing is done', async () => {
        const page = await transferPage();
        await send(page, 'Check only', changed);
        await page.getByText('Checked only, nothing was changed').waitFor();
        await expectReport(page, ['1 would fail', '1 to be created', '0 to be changed', '1 unchanged']);
        await expectSoon(async () =>
          expect(await page.locator('.report tbody tr').first().textContent()).to.include('There is no characteristic "Nowhere"'),
        );
        if (how === 'with scripts') await expectAccessible(page);
        expect((await call('GET', `prices?name=${encodeURIComponent(name)}`)).body['total']).to.equal(0);
      });

      it('says from what to what a thing would change, and how many published offerings show it', async () => {
        const page = await transferPage();
        await send(page, 'Check only', linesOf({ ...price, value: price.value + 1 }));
        const change = page.locator('.report td', { hasText: `Value: ${price.value} → ${price.value + 1}` });
        await change.filter({ hasText: '1 published offering shows it' }).waitFor();
      });

      it('is imported', async () => {
        const page = await transferPage();
        await send(page, 'Import', changed);
        await page.getByText('Imported: changed.ndjson').waitFor();
        await expectReport(page, ['1 failed', '1 created', '0 changed', '1 unchanged']);
        await page.goto(`/catalog/prices?name=${encodeURIComponent(name)}`);
        await expectSoon(async () => expect(await page.locator('.list tbody tr').textContent()).to.include(`$${price.value + 1}`));
      });

      async function transferPage(): Promise<Page> {
        const page = await signedIn('admin', options);
        await page.goto('/catalog/transfer');
        return page;
      }
    });
  }

  it('is refused when it is too large, also where no script said so before', async () => {
    const page = await signedIn('admin', { javaScriptEnabled: false });
    await page.goto('/catalog/transfer');
    await send(page, 'Check only', Buffer.alloc(8_000_000, 'a\n'));
    await page.getByRole('alert').filter({ hasText: 'The file is too large: at most 1 MB' }).waitFor();
  });
});

async function exportedPrice(page: Page): Promise<Row & { value: number }> {
  await page.goto('/catalog/transfer');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the catalog' }).click()]);
  const rows = (await readFile(await download.path(), 'utf8'))
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Row);
  const price = rows.find(({ kind, name }) => kind === 'price' && name === `Monthly ${mark} 300`)!;
  return { ...price, value: Number(price.value) };
}

const linesOf = (...rows: object[]): Buffer => Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));

async function send(page: Page, button: string, content: Buffer): Promise<void> {
  await page.getByLabel('File').setInputFiles({ name: 'changed.ndjson', mimeType: 'application/x-ndjson', buffer: content });
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** Of the three lines the third fails, and stands first. */
async function expectReport(page: Page, totals: string[]): Promise<void> {
  await expectSoon(async () => expect(await page.locator('.totals li').allTextContents()).to.eql(totals));
  await expectSoon(async () => expect(await page.locator('.report tbody th').allTextContents()).to.eql(['3', '1', '2']));
}

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { call, expectSoon, mark, signedIn, somePublishedOffering } from './web-pages.ts';

const minuteIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);

describe('The pages of a price', () => {
  const aPrice = async () =>
    String(
      (await call('POST', 'prices', { name: `Calendar ${mark} ${Math.random()}`, value: 24.99, unit: 'per month', currency: 'USD' })).body
        .id,
    );

  for (const [which, options] of [
    ['with scripts', {}],
    ['without scripts', { javaScriptEnabled: false }],
  ] as const) {
    it(`ask before they change what customers see, ${which}`, async () => {
      const { pricing_ids, specification_ids } = await somePublishedOffering();
      const specification = (await call('GET', `specifications/${specification_ids[0]}`)).body;
      const characteristic = (specification['characteristic_ids'] as string[])[0];
      const page = await signedIn('admin', options);
      for (const path of [`prices/${pricing_ids[0]}`, `specifications/${specification.id}`, `characteristics/${characteristic}`]) {
        const before = (await call('GET', path)).body;
        const name = `${String(before['name']).slice(0, 60)} ${which.slice(0, 7)}`;
        await page.goto(`/catalog/${path}/edit`);
        await page.locator('[name=name]').fill(name);
        await page.getByRole('button', { name: 'Save' }).click();
        await page
          .getByRole('alert')
          .filter({ hasText: /published offerings? shows? this/ })
          .waitFor();
        expect((await call('GET', path)).body['name']).to.equal(before['name']);
        await page.getByRole('button', { name: 'Save all the same' }).click();
        await page.waitForURL(`**/catalog/${path}`);
        const { name: saved, value, characteristic_ids } = (await call('GET', path)).body;
        expect({ saved, value, characteristic_ids }).to.eql({
          saved: name,
          value: before['value'],
          characteristic_ids: before['characteristic_ids'],
        });
      }
    });

    it(`show its calendar, in which changes are scheduled and cancelled, ${which}`, async () => {
      const id = await aPrice();
      const page = await signedIn('admin', options);
      await page.goto(`/catalog/prices/${id}`);
      await page.getByText('No change is due.').waitFor();
      await schedule(page, { value: '33', at: minuteIn(10) });
      const rows = page.locator('section[aria-labelledby=calendar] tbody tr');
      await expectSoon(async () => expect(await rows.allTextContents()).to.have.lengthOf(1));
      expect(await rows.first().textContent())
        .to.include('$33')
        .and.to.include('Due');
      await schedule(page, { value: '20', at: minuteIn(9), valid_until: minuteIn(11) });
      await page.getByRole('alert').filter({ hasText: 'is in the way' }).waitFor();
      await page.goto(`/catalog/prices/${id}`);
      await rows.first().getByRole('button', { name: 'Cancel' }).click();
      await expectSoon(async () => expect(await rows.first().textContent()).to.include('Cancelled'));
    });
  }

  async function schedule(page: Page, values: Record<string, string>) {
    const calendar = page.locator('section[aria-labelledby=calendar]');
    for (const [name, value] of Object.entries(values)) await calendar.locator(`[name=${name}]`).fill(value);
    await calendar.getByRole('button', { name: 'Schedule' }).click();
  }
});

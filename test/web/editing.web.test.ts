import { expect } from 'chai';
import { call, catalog, expectHeading, expectSoon, line, listed, mark, signedIn } from './web-pages.ts';

describe('The pages of the catalog', () => {
  it('show why a publication failed', async () => {
    const page = await signedIn('admin');
    const [offering] = await listed(`offerings?name=${line(100)}`);
    await page.goto(`/catalog/offerings/${offering!.id}`);
    await page.getByRole('button', { name: 'Clone as new draft' }).click();
    await page.waitForURL('**/edit');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing is missing: it can be published.').waitFor();
    const stores = catalog.endpoints.services['store-service']!;
    process.kill(stores.pid, 'SIGSTOP');
    try {
      await page.getByRole('button', { name: 'Publish now' }).click();
      await page.waitForURL('**/catalog/publications/*');
      await page.locator('.step.running', { hasText: 'Create the store entry' }).waitFor();
      await page.getByRole('link', { name: `${line(100)} (copy)` }).click();
      await page.getByRole('button', { name: 'Cancel the publication' }).click();
      await expectHeading(page, 'Draft');
    } finally {
      process.kill(stores.pid, 'SIGCONT');
    }
    await expectSoon(async () =>
      expect(await page.locator('.notice.error').textContent())
        .to.include('The last publication failed')
        .and.to.match(/cancel/i),
    );
    await page.locator('.notice.error').getByRole('link', { name: 'Publication' }).click();
    await expectSoon(async () => {
      expect(await page.locator('h1').textContent()).to.include('Failed');
      expect(await page.locator('.notice.error').textContent()).to.include('Why it failed');
      expect(await page.locator('.step', { hasText: 'Unlock the prices' }).textContent()).to.include('done');
    });
  });

  it('lose nothing when two people edit one draft', async () => {
    const { id } = (await call('POST', 'offerings', { name: `Shared draft ${mark}`, description: 'first' })).body;
    const [ada, bob] = await Promise.all([signedIn('admin'), signedIn('user')]);
    for (const page of [ada, bob]) await page.goto(`/catalog/offerings/${id}/edit`);
    await ada.getByLabel('Description').fill('of Ada');
    await ada.getByRole('button', { name: 'Save' }).click();
    await ada.waitForURL(`**/offerings/${id}`);
    await bob.getByLabel('Description').fill('of Bob');
    await bob.getByRole('button', { name: 'Save' }).click();
    const conflict = bob.getByRole('alert').filter({ hasText: 'Someone else has changed this in the meantime' });
    await conflict.waitFor();
    await expectSoon(async () => expect(await conflict.locator('td').allTextContents()).to.eql(['of Bob', 'of Ada']));
    await expectSoon(async () => expect(await bob.getByLabel('Description').inputValue()).to.equal('of Bob'));
    await bob.getByRole('button', { name: 'Overwrite with mine' }).click();
    await bob.waitForURL(`**/offerings/${id}`);
    expect((await call('GET', `offerings/${id}`)).body['description']).to.equal('of Bob');
  });

  it('change nothing of what is opened and saved as it is', async () => {
    const [characteristic] = await listed('characteristics?page_size=1');
    const awkward = `"Bayi, Ankara" <b> ${mark}`;
    const made = async (path: string, body: object) => `${path}/${(await call('POST', path, body)).body['id']}`;
    const price = await made('prices', { name: awkward, value: 1500.5, unit: 'per month, or so', currency: 'TRY' });
    const specification = await made('specifications', { name: awkward, characteristic_ids: [characteristic!.id] });
    const charge = { type: 'recurring', every: { count: 3, unit: 'month' }, per: 'SIM', for_months: 24 };
    const things = [
      price,
      await made('prices', { name: `Per SIM ${mark}`, value: 9, charge, currency: 'EUR' }),
      specification,
      await made('characteristics', { name: `Awkward ${mark}`, attribute: 'Odd (or not)', value: 'a "b", c', unit_of_measure: 'None' }),
      await made('offerings', {
        name: awkward,
        description: 'one\n\n two',
        specification_ids: [specification.split('/')[1]],
        pricing_ids: [price.split('/')[1]],
        sales_channels: ['Bayi, Ankara', 'online'],
      }),
      await made('offerings', { name: awkward, description: '' }),
    ];
    for (const [language, options] of [
      ['en', {}],
      ['tr', { locale: 'tr-TR', javaScriptEnabled: false }],
    ] as const) {
      const page = await signedIn('admin', options);
      for (const thing of things) {
        const before = (await call('GET', thing)).body;
        await page.goto(`/catalog/${thing}/edit`);
        await page.getByRole('button', { name: language === 'en' ? 'Save' : 'Kaydet' }).click();
        await page.waitForURL(`**/catalog/${thing}`);
        expect((await call('GET', thing)).body, `${thing} ${language}`).to.eql(before);
      }
    }
  });

  it('say how a price is charged, field by field, and refuse what does not fit together', async () => {
    const page = await signedIn('admin');
    await page.goto('/catalog/prices/new');
    await page.getByLabel('Name').fill(`Field by field ${mark}`);
    await page.getByLabel('Amount').fill('9');
    await page.getByLabel('How it is charged').selectOption({ label: 'By usage' });
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('charge.per is required of a charge by usage').first().waitFor();
    await page.getByLabel('How it is charged').selectOption({ label: 'Again and again' });
    await page.getByLabel('Every').fill('3');
    await page.getByLabel('For each').fill('SIM');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('per SIM per 3 months').first().waitFor();
  });

  it('refuse an amount that could mean two, in words', async () => {
    const page = await signedIn('admin', { locale: 'tr-TR' });
    await page.goto('/catalog/prices/new');
    await page.getByLabel('Ad', { exact: true }).fill(`Two amounts ${mark}`);
    await page.locator('[name=value]').fill('1,500');
    await page.locator('[name=unit]').fill('per month');
    await page.getByRole('button', { name: 'Oluştur' }).click();
    await page.getByRole('alert').filter({ hasText: 'Bu tutar açık değil' }).waitFor();
    await expectSoon(async () => expect(await page.locator('[name=value]').inputValue()).to.equal('1,500'));
  });
});

import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { cards, expectHeading, expectSoon, heading, open, resultsOf, signedIn } from './web-pages.ts';

describe('An offering that an administrator builds by hand', () => {
  const mark = randomBytes(4).toString('hex');
  const offering = `Gigabit ${mark}`;

  const create = (page: Page) => page.getByRole('button', { name: 'Create' }).click();

  async function pick(page: Page, label: string, name: string): Promise<void> {
    await page.getByRole('combobox', { name: label }).fill(name);
    await page.getByRole('option', { name }).first().click();
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
  }

  async function openOffering(page: Page): Promise<void> {
    await page.goto(`/catalog/offerings?name=${mark}`);
    await page.getByRole('link', { name: offering }).click();
    await expectHeading(page, offering);
  }

  it('begins with a characteristic, whose value is wrong at first and stays in the form', async () => {
    const page = await signedIn('admin');
    await page.goto('/catalog/characteristics/new');
    await page.getByLabel('Name').fill(`Speed ${mark}`);
    await page.getByLabel('Attribute').fill('Speed');
    await page.getByLabel('Unit').selectOption('Gbps');
    const value = page.getByLabel('Value');
    await value.fill('fast');
    await create(page);
    await expectSoon(async () => expect(await value.getAttribute('aria-invalid')).to.equal('true'));
    await expectSoon(async () => expect(await value.inputValue()).to.equal('fast'));
    await value.fill('1');
    await create(page);
    await expectHeading(page, `Speed ${mark}`);
  });

  it('has a specification with that characteristic, and a price', async () => {
    const page = await signedIn('admin');
    await page.goto('/catalog/specifications/new');
    await page.getByLabel('Name').fill(`Gigabit line ${mark}`);
    await pick(page, 'Characteristics', `Speed ${mark}`);
    await create(page);
    await expectHeading(page, `Gigabit line ${mark}`);

    await page.goto('/catalog/prices/new');
    await page.getByLabel('Name').fill(`Gigabit monthly ${mark}`);
    await page.getByLabel('Amount').fill('59.90');
    await page.getByLabel('Billing period').fill('per month');
    await create(page);
    await expectSoon(async () => expect(await page.locator('main').textContent()).to.include('$59.90'));
  });

  it('says what is missing to publish it, until nothing is', async () => {
    const page = await signedIn('admin');
    await page.goto('/catalog/offerings/new');
    await page.getByLabel('Name').fill(offering);
    await create(page);
    await page.getByRole('heading', { name: 'What is missing to publish' }).waitFor();
    expect(await page.locator('.missing li').count()).to.be.above(0);
    await page.getByRole('link', { name: 'Edit' }).click();
    await pick(page, 'Specifications', `Gigabit line ${mark}`);
    await pick(page, 'Prices', `Gigabit monthly ${mark}`);
    await page.getByLabel('Sales channels').fill('online\nretail');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing is missing: it can be published.').waitFor();
  });

  it('is published step by step', async () => {
    const page = await signedIn('admin');
    await openOffering(page);
    await page.getByRole('button', { name: 'Publish now' }).click();
    await page.waitForURL('**/catalog/publications/*');
    await expectSoon(async () => {
      expect(await heading(page).textContent()).to.include('Published');
      expect(await page.locator('.step .step-state').allTextContents()).to.eql(['done', 'done', 'done', 'done', 'done']);
    });
  });

  it('is suggested while a customer types, and found by its speed', async () => {
    const page = await open();
    await page.goto('/');
    await page
      .getByRole('searchbox')
      .or(page.getByRole('combobox', { name: 'Search offerings' }))
      .first()
      .click();
    await page.keyboard.type(`gigabit ${mark.slice(0, 3)}`, { delay: 20 });
    await page.getByRole('option', { name: offering }).click();
    await page.waitForURL('**/offerings/*');
    await expectSoon(async () => expect(await heading(page).textContent()).to.equal(offering));
    await page.goto('/');
    await page.getByRole('combobox', { name: 'Speed: From' }).selectOption({ label: '1 Gbps' });
    await expectSoon(async () => expect(await cards(page)).to.eql([offering]));
  });

  it('is named where its parts say what uses them', async () => {
    const page = await signedIn('admin');
    await openOffering(page);
    for (const part of ['Gigabit line', 'Gigabit monthly']) {
      await page.getByRole('link', { name: `${part} ${mark}` }).click();
      const user = page.getByRole('region', { name: 'Used by' }).getByRole('listitem').filter({ hasText: 'Published' });
      await user.getByRole('link', { name: offering }).click();
      await expectHeading(page, offering);
    }
  });

  it('leaves the store once it is retired', async () => {
    const [page, customer] = [await signedIn('admin'), await open()];
    await customer.goto('/');
    await customer.getByRole('combobox', { name: 'Speed: From' }).selectOption({ label: '1 Gbps' });
    await expectSoon(async () => expect(await cards(customer)).to.eql([offering]));
    await openOffering(page);
    await page.getByText('Retire', { exact: true }).click();
    await page.getByRole('button', { name: 'Yes' }).click();
    await expectHeading(page, 'Retired');
    await expectSoon(async () => {
      await customer.reload();
      expect(await resultsOf(customer)).to.include('0 offerings');
    });
  });
});

import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { speeds } from './small-catalog.ts';
import { cards, elasticsearch, expectSoon, heading, line, mark, open, resultsOf } from './web-pages.ts';

describe('The pages of the store', () => {
  it('read and search without scripts', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`/?query=${mark}`);
    await expectSoon(async () => expect(await cards(page)).to.have.members(speeds.map(line)));
    await page.getByRole('searchbox').fill(`${mark} 200`);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await expectSoon(async () => expect(await cards(page)).to.eql([line(200)]));
    await page.goto(`/?query=${mark}`);
    await page.getByRole('combobox', { name: 'Speed: To' }).selectOption({ label: '100 Mbps' });
    await page.getByRole('button', { name: 'Apply Speed' }).click();
    await expectSoon(async () => expect(await cards(page)).to.have.members([line(50), line(100)]));
    await page.getByRole('link', { name: /^Remove filter: Speed ≤ 100 Mbps/ }).click();
    await expectSoon(async () => expect(await resultsOf(page)).to.include(`${speeds.length} offerings`));
    await page.getByRole('link', { name: line(300) }).click();
    await expectSoon(async () => expect(await heading(page).textContent()).to.equal(line(300)));
  });

  it('move prices by the keyboard, and keep every choice in the address', async () => {
    const page = await open();
    await page.goto(`/?query=${mark}&sort=price`);
    await page.getByRole('slider', { name: 'Highest price' }).press('ArrowLeft');
    await page.waitForURL(/max_price=\d+/);
    const address = page.url();
    await expectSoon(async () => expect((await cards(page)).at(0)).to.equal(line(50)));
    const friend = await open();
    await friend.goto(address);
    await expectSoon(async () => expect(await cards(friend)).to.eql(await cards(page)));
  });

  it('compare by the first year, and say what an offering adds up to', async () => {
    const page = await open();
    await page.goto(`/?query=${mark}&sort=-first_year`);
    await expectSoon(async () => expect((await cards(page)).at(0)).to.equal(line(500)));
    await page.getByText('$1,200 in the first year').waitFor();
    await page.getByRole('link', { name: line(500) }).click();
    const totals = page.getByRole('region', { name: 'What it adds up to' });
    await expectSoon(async () => expect(await totals.textContent()).to.match(/USD.*\$100.*\$100.*\$1,200.*–/));
  });

  it('speak Turkish, and remember it', async () => {
    const page = await open({ locale: 'tr-TR' });
    await page.goto('/');
    await expectSoon(async () => expect(await heading(page).textContent()).to.equal('Size uygun tarifeyi bulun'));
    await page.getByLabel('Dil').selectOption('en');
    await expectSoon(async () => expect(await heading(page).textContent()).to.equal('Find your plan'));
    await page.reload();
    await expectSoon(async () => expect(await page.locator('html').getAttribute('lang')).to.equal('en'));
  });

  it('say so while search is degraded, and go on', async () => {
    const page = await open();
    await elasticsearch.cut();
    try {
      await page.goto(`/?query=${mark}`);
      await page.getByText('Search is running with reduced quality').waitFor();
      expect(await resultsOf(page)).to.include(`${speeds.length} offerings`);
    } finally {
      await elasticsearch.restore();
    }
    await eventually(
      async () => {
        await page.reload();
        expect(await page.getByText('Search is running with reduced quality').count()).to.equal(0);
      },
      { every: 250 },
    );
  });
});

import { buildWebPages, type Catalog, startCatalog } from '@catalog/local-runtime';
import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { type CuttableProxy, startCuttableProxy } from '../support/cuttable-proxy.ts';
import { eventually } from '../support/eventually.ts';
import { obstaclesOn } from './accessibility.ts';
import { pageRoutes } from '../../services/web-ui/src/server/routes.ts';
import { type Browser, type Person, type Session, signIn, startBrowser } from './browser.ts';
import { addressesWithForeignTexts } from './foreign-texts.ts';
import { type Api, apiOf, lineName, publishSome, speeds } from './small-catalog.ts';

describe('The web pages', function () {
  const home = '.catalog/test/web';
  // Other catalogs may have left their things on these servers.
  const [mark, other] = [randomBytes(4).toString('hex'), randomBytes(4).toString('hex')] as const;
  const line = (speed: number) => lineName(mark, speed);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  let elasticsearch: CuttableProxy, catalog: Catalog, browser: Browser, call: Api;
  const people: Person[] = [];
  const sessions: Partial<Record<'admin' | 'user', Session>> = {};

  before(async () => {
    await rm(home, { recursive: true, force: true });
    const built = buildWebPages(AbortSignal.timeout(280_000));
    built.catch(() => undefined);
    elasticsearch = await startCuttableProxy(process.env['ELASTICSEARCH_URL']!);
    const MONGODB_URL = `${process.env['MONGODB_URL']!.replace(/\/[^/]*$/, '')}/web-${mark}`;
    const extraEnvironment = { MONGODB_URL, ELASTICSEARCH_URL: elasticsearch.url, SEARCH_INDEX: `web-${mark}`, LOGIN_LIMIT_PER_MINUTE: '1000', RATE_LIMIT_PER_MINUTE: '100000' };
    catalog = await startCatalog({ home, portBase: 0, shipLogs: false, withWebPages: true, extraEnvironment });
    call = await apiOf(catalog.endpoints.services['api-gateway']!.url);
    await built;
    await catalog.startWebPages();
    await publishSome(call, mark);
    browser = await startBrowser(catalog.endpoints.services['web-ui']!.url);
    for (const username of ['admin', 'user'] as const) sessions[username] = await eventually(() => sessionOf(username));
  });

  afterEach(async function () {
    const complaints = people.flatMap((person) => person.complaints);
    for (const person of people.splice(0)) await person.leave();
    if (this.currentTest?.state === 'passed') expect(complaints, 'complaints of the browser').to.eql([]);
  });

  after(async () => {
    await browser?.close();
    await catalog?.stop();
    await elasticsearch?.cut();
  });

  async function open(options: Parameters<Browser['open']>[0] = {}): Promise<Person> {
    const person = await browser.open(options);
    people.push(person);
    return person;
  }

  const signedIn = (username: 'admin' | 'user', options: Parameters<Browser['open']>[0] = {}): Promise<Person> =>
    open({ ...options, storageState: sessions[username]! });

  /** Tried again: on a busy machine a password may take longer to check than the gateway waits. */
  async function sessionOf(username: string): Promise<Session> {
    const person = await browser.open();
    try {
      await signIn(person, username);
      return await person.page.context().storageState();
    } finally {
      await person.leave();
    }
  }

  const heading = (page: Page) => page.getByRole('heading', { level: 1 });
  const resultsOf = (page: Page) => page.locator('#results-title').textContent();
  const cards = (page: Page) => page.locator('.card h3').allTextContents();

  async function pick(page: Page, label: string, name: string): Promise<void> {
    await page.getByRole('combobox', { name: label }).fill(name);
    await page.getByRole('option', { name }).first().click();
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
  }

  it('let an administrator build an offering by hand, publish it, and take it out of the store again', async () => {
    const { page } = await signedIn('admin');
    await page.goto('/catalog/characteristics/new');
    await page.getByLabel('Name').fill(`Speed ${other}`);
    await page.getByLabel('Attribute').fill('Speed');
    await page.getByLabel('Value').fill('fast');
    await page.getByLabel('Unit').selectOption('Gbps');
    await page.getByRole('button', { name: 'Create' }).click();
    const value = page.getByLabel('Value');
    await expectSoon(async () => expect(await value.getAttribute('aria-invalid')).to.equal('true'));
    expect(await value.inputValue(), 'what was filled in stays').to.equal('fast');
    await value.fill('1');
    await page.getByRole('button', { name: 'Create' }).click();
    await expectSoon(async () => expect(await heading(page).textContent()).to.include(`Speed ${other}`));

    await page.goto('/catalog/specifications/new');
    await page.getByLabel('Name').fill(`Gigabit line ${other}`);
    await pick(page, 'Characteristics', `Speed ${other}`);
    await page.getByRole('button', { name: 'Create' }).click();
    await expectSoon(async () => expect(await heading(page).textContent()).to.include(`Gigabit line ${other}`));

    await page.goto('/catalog/prices/new');
    await page.getByLabel('Name').fill(`Gigabit monthly ${other}`);
    await page.getByLabel('Amount').fill('59.90');
    await page.getByLabel('Charged').fill('per month');
    await page.getByRole('button', { name: 'Create' }).click();
    await expectSoon(async () => expect(await page.locator('main').textContent()).to.include('$59.90'));

    await page.goto('/catalog/offerings/new');
    await page.getByLabel('Name').fill(`Gigabit ${other}`);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'What is missing to publish' }).waitFor();
    expect(await page.locator('.missing li').count()).to.be.above(0);
    await page.getByRole('link', { name: 'Edit' }).click();
    await pick(page, 'Specifications', `Gigabit line ${other}`);
    await pick(page, 'Prices', `Gigabit monthly ${other}`);
    await page.getByLabel('Sales channels').fill('online\nretail');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing is missing: it can be published.').waitFor();
    await page.getByRole('button', { name: 'Publish now' }).click();

    await page.waitForURL('**/catalog/publications/*');
    await expectSoon(async () => {
      expect(await page.locator('h1').textContent()).to.include('Published');
      expect(await page.locator('.step .step-state').allTextContents()).to.eql(['done', 'done', 'done', 'done', 'done']);
    });

    const { page: customer } = await open();
    await customer.goto('/');
    await customer.getByRole('searchbox').or(customer.getByRole('combobox', { name: 'Search offerings' })).first().click();
    await customer.keyboard.type(`gigabit ${other.slice(0, 3)}`, { delay: 20 });
    await customer.getByRole('option', { name: `Gigabit ${other}` }).click();
    await customer.waitForURL('**/offerings/*');
    await expectSoon(async () => expect(await heading(customer).textContent()).to.equal(`Gigabit ${other}`));
    await customer.goto('/');
    await customer.getByRole('combobox', { name: 'Speed: From' }).selectOption({ label: '1 Gbps' });
    await expectSoon(async () => expect(await cards(customer)).to.eql([`Gigabit ${other}`]));

    await page.getByRole('link', { name: `Gigabit ${other}` }).click();
    for (const used of ['Gigabit line', 'Gigabit monthly']) {
      await page.getByRole('link', { name: `${used} ${other}` }).click();
      const user = page.getByRole('region', { name: 'Used by' }).getByRole('listitem').filter({ hasText: 'Published' });
      await user.getByRole('link', { name: `Gigabit ${other}` }).click();
    }
    await page.getByText('Retire', { exact: true }).click();
    await page.getByRole('button', { name: 'Yes' }).click();
    await expectSoon(async () => expect(await page.locator('h1').textContent()).to.include('Retired'));
    await expectSoon(async () => {
      await customer.reload();
      expect(await resultsOf(customer)).to.include('0 offerings');
    });
  });

  it('show why a publication failed', async () => {
    const { page } = await signedIn('admin');
    const { items: [draft] } = (await call('GET', `offerings?name=${line(100)}`)).body as unknown as { items: { id: string }[] };
    await page.goto(`/catalog/offerings/${draft!.id}`);
    await page.getByRole('button', { name: 'Clone as new draft' }).click();
    await page.waitForURL('**/edit');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing is missing: it can be published.').waitFor();
    const stores = catalog.endpoints.services['store-service']!;
    process.kill(stores.pid, 'SIGSTOP');
    try {
      await page.getByRole('button', { name: 'Publish now' }).click();
      await page.waitForURL('**/catalog/publications/*');
      await page.locator('.step.running', { hasText: 'Prepare the store’s entry' }).waitFor();
      await page.getByRole('link', { name: `${line(100)} (copy)` }).click();
      await page.getByRole('button', { name: 'Cancel the publication' }).click();
      await expectSoon(async () => expect(await page.getByRole('heading', { level: 1 }).textContent()).to.include('Draft'));
    } finally {
      process.kill(stores.pid, 'SIGCONT');
    }
    expect(await page.locator('.notice.error').textContent()).to.include('The last publication failed').and.to.match(/cancel/i);
    await page.locator('.notice.error').getByRole('link', { name: 'Publication' }).click();
    await expectSoon(async () => {
      expect(await page.locator('h1').textContent()).to.include('Failed');
      expect(await page.locator('.notice.error').textContent()).to.include('Why it failed');
      expect(await page.locator('.step', { hasText: 'Unlock the prices' }).textContent()).to.include('done');
    });
  });

  it('lose nothing when two people edit one draft', async () => {
    const { id } = (await call('POST', 'offerings', { name: `Shared draft ${mark}`, description: 'first' })).body;
    const [{ page: ada }, { page: bob }] = await Promise.all([signedIn('admin'), signedIn('user')]);
    for (const page of [ada, bob]) await page.goto(`/catalog/offerings/${id}/edit`);
    await ada.getByLabel('Description').fill('of Ada');
    await ada.getByRole('button', { name: 'Save' }).click();
    await ada.waitForURL(`**/offerings/${id}`);
    await bob.getByLabel('Description').fill('of Bob');
    await bob.getByRole('button', { name: 'Save' }).click();
    const conflict = bob.getByRole('alert').filter({ hasText: 'Somebody else has changed this meanwhile' });
    await conflict.waitFor();
    expect(await conflict.locator('td').allTextContents()).to.eql(['of Bob', 'of Ada']);
    expect(await bob.getByLabel('Description').inputValue()).to.equal('of Bob');
    await bob.getByRole('button', { name: 'Save mine over theirs' }).click();
    await bob.waitForURL(`**/offerings/${id}`);
    expect((await call('GET', `offerings/${id}`)).body['description']).to.equal('of Bob');
  });

  it('change nothing of what is opened and saved as it is', async () => {
    const { items: [characteristic] } = (await call('GET', 'characteristics?page_size=1')).body as unknown as { items: { id: string }[] };
    const awkward = `"Bayi, Ankara" <b> ${mark}`;
    const made = async (path: string, body: object) => `${path}/${(await call('POST', path, body)).body['id']}`;
    const price = await made('prices', { name: awkward, value: 1500.5, unit: 'per month, or so', currency: 'TRY' });
    const specification = await made('specifications', { name: awkward, characteristic_ids: [characteristic!.id] });
    const things = [
      price, specification,
      await made('characteristics', { name: `Awkward ${mark}`, attribute: 'Odd (or not)', value: 'a "b", c', unit_of_measure: 'None' }),
      await made('offerings', { name: awkward, description: 'one\n\n two', specification_ids: [specification.split('/')[1]], pricing_ids: [price.split('/')[1]], sales_channels: ['Bayi, Ankara', 'online'] }),
      await made('offerings', { name: awkward, description: '' }),
    ];
    for (const [language, options] of [['en', {}], ['tr', { locale: 'tr-TR', javaScriptEnabled: false }]] as const) {
      const { page } = await signedIn('admin', options);
      for (const thing of things) {
        const before = (await call('GET', thing)).body;
        await page.goto(`/catalog/${thing}/edit`);
        await page.getByRole('button', { name: language === 'en' ? 'Save' : 'Kaydet' }).click();
        await page.waitForURL(`**/catalog/${thing}`);
        expect((await call('GET', thing)).body, `${thing} ${language}`).to.eql(before);
      }
    }
  });

  it('refuse an amount that could mean two, in words', async () => {
    const { page } = await signedIn('admin', { locale: 'tr-TR' });
    await page.goto('/catalog/prices/new');
    await page.getByLabel('Ad', { exact: true }).fill(`Two amounts ${mark}`);
    await page.locator('[name=value]').fill('1,500');
    await page.locator('[name=unit]').fill('per month');
    await page.getByRole('button', { name: 'Oluştur' }).click();
    await page.getByRole('alert').filter({ hasText: 'Bu tutar açık değil' }).waitFor();
    expect(await page.locator('[name=value]').inputValue()).to.equal('1,500');
  });

  it('answer whatever stands in an address', async () => {
    const { items: [offering] } = (await call('GET', `offerings?lifecycle_status=PUBLISHED&name=${mark}`)).body as unknown as { items: { id: string; saga_id: string; specification_ids: string[]; pricing_ids: string[] }[] };
    const { items: [characteristic] } = (await call('GET', 'characteristics?page_size=1')).body as unknown as { items: { id: string }[] };
    const ids: Record<string, string> = {
      offerings: offering!.id, publications: offering!.saga_id, prices: offering!.pricing_ids[0]!, specifications: offering!.specification_ids[0]!, characteristics: characteristic!.id,
    };
    const paths = pageRoutes.filter((route) => route !== '/catalog/transfer/export').map((route) => route.replaceAll(/(\w+)\/\{id\}/g, (_, kind: string) => `${kind}/${ids[kind]}`));
    const cookie = sessions.admin!.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const statusOf = async (address: string) => {
      const response = await fetch(catalog.endpoints.services['web-ui']!.url + address, { redirect: 'manual', headers: { cookie } });
      await response.arrayBuffer();
      const isKeptByNobody = response.headers.get('cache-control')?.includes('no-store') === true && response.headers.has('content-security-policy');
      return `${isKeptByNobody ? response.status : 'unprotected'} ${address.slice(0, 120)}`;
    };
    const addresses = addressesWithForeignTexts(paths);
    const answers: string[] = [];
    for (let at = 0; at < addresses.length; at += 8) answers.push(...await Promise.all(addresses.slice(at, at + 8).map(statusOf)));
    expect(answers.filter((answer) => !/^[1-4]/.test(answer))).to.eql([]);
  });

  it('let a user make and delete drafts, and nothing more', async () => {
    const { page } = await signedIn('user');
    await page.goto('/catalog/offerings/new');
    await page.getByLabel('Name').fill(`Draft of a user ${mark}`);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'What is missing to publish' }).waitFor();
    expect(await page.getByRole('button', { name: /Publish/ }).count()).to.equal(0);
    await page.getByText('Delete', { exact: true }).click();
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.waitForURL('**/catalog/offerings');
    for (const kind of ['prices', 'specifications', 'characteristics']) {
      await page.goto(`/catalog/${kind}`);
      expect(await page.getByRole('link', { name: /^New / }).count(), kind).to.equal(0);
    }
    expect(await page.getByRole('link', { name: 'Export and import' }).count()).to.equal(0);
    expect((await page.goto('/catalog/transfer'))?.status()).to.equal(404);
    expect((await page.request.get('/catalog/transfer/export')).status()).to.equal(403);
    await page.goto('/catalog/prices/new');
    await page.getByLabel('Name').fill('Not mine');
    await page.getByLabel('Amount').fill('5');
    await page.getByLabel('Charged').fill('per month');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').filter({ hasText: 'role ADMIN' }).waitFor();
  });

  it('name what uses a thing that therefore cannot be deleted', async () => {
    const { page } = await signedIn('admin');
    await page.goto(`/catalog/prices?name=Monthly ${mark} 50`);
    await page.getByRole('link', { name: `Monthly ${mark} 50`, exact: true }).click();
    await page.getByText('Delete', { exact: true }).click();
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.getByRole('alert').getByRole('link', { name: line(50) }).waitFor();
  });

  for (const [how, options] of [['with scripts', {}], ['without', { javaScriptEnabled: false }]] as const) {
    it(`give an administrator the catalog as a file, say what a changed one would do, and take it, ${how}`, async () => {
      const { page } = await signedIn('admin', options);
      await page.goto('/catalog/transfer');
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the catalog' }).click()]);
      const exported = (await readFile(await download.path(), 'utf8')).trim().split('\n').map((row) => JSON.parse(row) as { kind: string; name: string; value?: number });
      const price = exported.find(({ kind, name }) => kind === 'price' && name === `Monthly ${mark} 300`)!;
      const [name, value] = [`Imported ${mark} ${how}`, Number(price.value) + 1];
      const rows = [{ ...price, name, value }, price, { kind: 'specification', name: `Lost ${mark}`, characteristics: ['Nowhere'] }];
      const file = { name: 'changed.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')) };
      const send = async (button: string, content = file.buffer) => {
        await page.getByLabel('File').setInputFiles({ ...file, buffer: content });
        await page.getByRole('button', { name: button, exact: true }).click();
      };
      const report = async () => ({ totals: await page.locator('.totals li').allTextContents(), lines: await page.locator('.report tbody th').allTextContents() });

      await send('Check only', Buffer.alloc(1_000_000, `${JSON.stringify(price)}\n`));
      await page.getByText('The file has too many lines').waitFor();
      await send('Check only');
      await page.getByText('Checked only, nothing was changed').waitFor();
      expect(await report()).to.eql({ totals: ['1 would fail', '1 to be created', '0 to be changed', '1 unchanged'], lines: ['3', '1', '2'] });
      expect(await page.locator('.report tbody tr').first().textContent()).to.include('There is no characteristic "Nowhere"');
      await send('Check only', Buffer.from(JSON.stringify({ ...price, value })));
      await page.locator('.report td', { hasText: `Value: ${value - 1} → ${value}` }).filter({ hasText: '1 published offering shows it' }).waitFor();
      await send('Check only');
      await page.locator('.report tbody th').nth(2).waitFor();
      if (how === 'with scripts') expect(await obstaclesOn(page)).to.eql([]);
      expect((await call('GET', `prices?name=${encodeURIComponent(name)}`)).body['total']).to.equal(0);

      await send('Import');
      await page.getByText('Imported: changed.ndjson').waitFor();
      expect(await report()).to.eql({ totals: ['1 failed', '1 created', '0 changed', '1 unchanged'], lines: ['3', '1', '2'] });
      await page.goto(`/catalog/prices?name=${encodeURIComponent(name)}`);
      expect(await page.locator('.list tbody tr').textContent()).to.include(`$${value}`);
    });
  }

  it('say that a file is too large, where no script has said so before', async () => {
    const { page } = await signedIn('admin', { javaScriptEnabled: false });
    await page.goto('/catalog/transfer');
    await page.getByLabel('File').setInputFiles({ name: 'large.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.alloc(8_000_000, 'a\n') });
    await page.getByRole('button', { name: 'Check only' }).click();
    await page.getByRole('alert').filter({ hasText: 'The file is too large: at most 1 MB' }).waitFor();
  });

  it('read and search without scripts', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(`/?query=${mark}`);
    expect(await cards(page)).to.have.members(speeds.map(line));
    await page.getByRole('searchbox').fill(`${mark} 200`);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    expect(await cards(page)).to.eql([line(200)]);
    await page.goto(`/?query=${mark}`);
    await page.getByRole('combobox', { name: 'Speed: To' }).selectOption({ label: '100 Mbps' });
    await page.getByRole('button', { name: 'Apply Speed' }).click();
    expect(await cards(page)).to.have.members([line(50), line(100)]);
    await page.getByRole('link', { name: /^Remove filter: Speed ≤ 100 Mbps/ }).click();
    expect(await resultsOf(page)).to.include(`${speeds.length} offerings`);
    await page.getByRole('link', { name: line(300) }).click();
    expect(await heading(page).textContent()).to.equal(line(300));
  });

  it('move prices by the keyboard, and keep every choice in the address', async () => {
    const { page } = await open();
    await page.goto(`/?query=${mark}&sort=price`);
    await page.getByRole('slider', { name: 'Highest price' }).press('ArrowLeft');
    await page.waitForURL(/max_price=\d+/);
    const address = page.url();
    await expectSoon(async () => expect((await cards(page)).at(0)).to.equal(line(50)));
    const { page: friend } = await open();
    await friend.goto(address);
    expect(await cards(friend)).to.eql(await cards(page));
  });

  it('speak Turkish, and remember it', async () => {
    const { page } = await open({ locale: 'tr-TR' });
    await page.goto('/');
    expect(await heading(page).textContent()).to.equal('Size uygun tarifeyi bulun');
    await page.getByLabel('Dil').selectOption('en');
    await expectSoon(async () => expect(await heading(page).textContent()).to.equal('Find your plan'));
    await page.reload();
    expect(await page.locator('html').getAttribute('lang')).to.equal('en');
  });

  it('let in nobody who is not signed in, and nobody any more who has signed out', async () => {
    const { page } = await open({ storageState: await sessionOf('user') });
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/');
    await page.goto('/catalog/prices?currency=EUR');
    expect(new URL(page.url()).searchParams.get('next')).to.equal('/catalog/prices?currency=EUR');
    await page.getByLabel('User name').fill('user');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'User name or password is wrong.' }).waitFor();
    await page.getByLabel('User name').fill('user');
    await page.getByLabel('Password').fill('user');
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/catalog/prices?currency=EUR');
    expect(await page.evaluate(() => (globalThis as unknown as { document: { cookie: string } }).document.cookie), 'cookies that a script can read').to.equal('');
  });

  for (const [size, options] of [['a desk, light', {}], ['a desk, dark', { colorScheme: 'dark' as const }], ['a phone', phone]] as const) {
    it(`put nothing in the way of anybody, and nothing beyond the edge of ${size}`, async () => {
      const { page } = await signedIn('admin', options);
      const { items: [offering] } = (await call('GET', `offerings?lifecycle_status=PUBLISHED&name=${mark}`)).body as unknown as { items: { id: string; saga_id: string; specification_ids: string[]; pricing_ids: string[] }[] };
      const { items: [draft] } = (await call('GET', `offerings?name=Only a draft ${mark}`)).body as unknown as { items: { id: string }[] };
      const { id, saga_id, specification_ids, pricing_ids } = offering!;
      const paths = [
        '/', `/?query=${mark}&max_price=60&characteristic=Speed:>=100Mbps`, '/?query=nothingofthekind', '/?characteristic=Speed', `/offerings/${id}`, '/offerings/none', '/sign-in?problem=INVALID_CREDENTIALS',
        '/catalog/offerings', `/catalog/offerings/${id}`, `/catalog/offerings/${draft!.id}`, `/catalog/offerings/${draft!.id}/edit`, `/catalog/publications/${saga_id}`, '/catalog/publications',
        '/catalog/specifications', `/catalog/specifications/${specification_ids[0]}`, '/catalog/characteristics/new', '/catalog/transfer', '/catalog/prices?currency=USD', `/catalog/prices/${pricing_ids[0]}`,
      ];
      for (const path of paths) {
        await page.goto(path);
        expect(await obstaclesOn(page), path).to.eql([]);
        const beyond = await page.evaluate(() => {
          const { document, innerWidth } = globalThis as unknown as { document: { documentElement: { scrollWidth: number } }; innerWidth: number };
          return document.documentElement.scrollWidth - innerWidth;
        });
        expect(beyond, path).to.be.at.most(0);
      }
    });
  }

  it('say so while search is degraded, and go on', async () => {
    const { page } = await open();
    await elasticsearch.cut();
    try {
      await page.goto(`/?query=${mark}`);
      await page.getByText('Search is running with reduced quality').waitFor();
      expect(await resultsOf(page)).to.include(`${speeds.length} offerings`);
    } finally {
      await elasticsearch.restore();
    }
    await eventually(async () => {
      await page.reload();
      expect(await page.getByText('Search is running with reduced quality').count()).to.equal(0);
    }, { every: 250 });
  });

  const expectSoon = (check: () => Promise<unknown>) => eventually(check, { every: 100 });
});

/** The web pages before a whole catalog, started once for all files of tests; each test opens a browser context of its own. */
import { buildWebPages, type Catalog, startCatalog } from '@catalog/local-runtime';
import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { type CuttableProxy, startCuttableProxy } from '../support/cuttable-proxy.ts';
import { eventually } from '../support/eventually.ts';
import { type Browser, type Person, type Session, signIn, startBrowser } from './browser.ts';
import { type Api, apiOf, lineName, publishSome } from './small-catalog.ts';

const home = '.catalog/test/web';
const users = ['admin', 'user'] as const;
type Username = (typeof users)[number];
type Options = Parameters<Browser['open']>[0];

/** In the name of everything that the tests made: other catalogs may have left their things on the same servers. */
export const mark = randomBytes(4).toString('hex');
export const line = (speed: number): string => lineName(mark, speed);

export let catalog: Catalog, elasticsearch: CuttableProxy, call: Api;
export const sessions: Partial<Record<Username, Session>> = {};
let browser: Browser;
const people: Person[] = [];

before(async () => {
  await rm(home, { recursive: true, force: true });
  const built = buildWebPages(AbortSignal.timeout(280_000));
  built.catch(() => undefined);
  elasticsearch = await startCuttableProxy(process.env['ELASTICSEARCH_URL']!);
  catalog = await startCatalog({
    home,
    portBase: 0,
    shipLogs: false,
    withWebPages: true,
    extraEnvironment: {
      MONGODB_URL: `${process.env['MONGODB_URL']!.replace(/\/[^/]*$/, '')}/web-${mark}`,
      ELASTICSEARCH_URL: elasticsearch.url,
      SEARCH_INDEX: `web-${mark}`,
      LOGIN_LIMIT_PER_MINUTE: '1000',
      RATE_LIMIT_PER_MINUTE: '100000',
    },
  });
  call = await apiOf(catalog.endpoints.services['api-gateway']!.url);
  await built;
  await catalog.startWebPages();
  await publishSome(call, mark);
  browser = await startBrowser(catalog.endpoints.services['web-ui']!.url);
  for (const username of users) sessions[username] = await eventually(() => sessionOf(username));
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

export async function open(options: Options = {}): Promise<Page> {
  const person = await browser.open(options);
  people.push(person);
  return person.page;
}

export const signedIn = (username: Username, options: Options = {}): Promise<Page> =>
  open({ ...options, storageState: sessions[username]! });

/** Tried again: on a busy machine a password may take longer to check than the gateway waits. */
export async function sessionOf(username: Username): Promise<Session> {
  const person = await browser.open();
  try {
    await signIn(person, username);
    return await person.page.context().storageState();
  } finally {
    await person.leave();
  }
}

/** What a list of the API found. */
export async function listed<T = { id: string }>(path: string): Promise<T[]> {
  return (await call('GET', path)).body['items'] as T[];
}

export type PublishedOffering = { id: string; saga_id: string; specification_ids: string[]; pricing_ids: string[] };

export const somePublishedOffering = async (): Promise<PublishedOffering> =>
  (await listed<PublishedOffering>(`offerings?lifecycle_status=PUBLISHED&name=${mark}`))[0]!;

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });
export const resultsOf = (page: Page) => page.locator('#results-title').textContent();
export const cards = (page: Page) => page.locator('.card h3').allTextContents();

export const expectSoon = (check: () => Promise<unknown>): Promise<unknown> => eventually(check, { every: 100 });
export const expectHeading = (page: Page, text: string): Promise<unknown> =>
  expectSoon(async () => expect(await heading(page).textContent()).to.include(text));

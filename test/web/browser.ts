/** A real Chromium: each person has a browser context of their own, and what the browser complains of is kept. */
import { findChromium } from '@catalog/backing-services';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export type Person = {
  page: Page;
  /** Errors in scripts, and what the content security policy refused. */
  complaints: string[];
  leave(): Promise<void>;
};
/** Cookies, as a browser keeps them. */
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;
export type Browser = {
  open(options?: BrowserContextOptions): Promise<Person>;
  close(): Promise<void>;
};

const PATIENCE_MS = 40_000;

export async function startBrowser(baseURL: string): Promise<Browser> {
  const executablePath = await findChromium((_, state, detail) => console.log(`   ${detail ?? ''} ${state}`));
  // Chromium's own sandbox does not run as root, where tests of pages of ours need none.
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  return {
    async open(options = {}) {
      const context = await browser.newContext({ baseURL, locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !isAnswer(message.text())) complaints.push(message.text());
      });
      return { page, complaints, leave: () => context.close() };
    },
    close: () => browser.close(),
  };
}

/** A page that is not there, or a refusal that is shown, is an answer like any other. */
const isAnswer = (text: string): boolean => /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);

export async function signIn({ page }: Person, username: string): Promise<void> {
  await page.goto('/catalog');
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(username);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/catalog\/offerings$|[?&]problem=/);
  if (page.url().includes('problem=')) throw new Error(`Signing in led to ${page.url()}`);
}

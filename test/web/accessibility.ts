/** Expects a page that everybody can use: nothing serious found by axe, and nothing wider than the screen. */
import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

type Finding = { id: string; impact: string | null | undefined; nodes: { target: unknown; html: string }[] };

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function expectAccessible(page: Page): Promise<void> {
  // By the debugger, which the page's content security policy does not concern.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const { axe: loaded } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } };
    return (await loaded.run({ runOnly: tags })).violations;
  }, rules);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)),
    page.url(),
  ).to.eql([]);
}

export async function expectNoHorizontalScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    return document.documentElement.scrollWidth - innerWidth;
  });
  expect(excess, page.url()).to.be.at.most(0);
}

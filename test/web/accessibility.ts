/** What axe finds against a page that would keep somebody from using it. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

type Finding = { id: string; impact: string | null | undefined; nodes: { target: unknown; html: string }[] };

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function obstaclesOn(page: Page): Promise<string[]> {
  // By the debugger, which the page's content security policy does not concern.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const { axe: loaded } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } };
    return (await loaded.run({ runOnly: tags })).violations;
  }, rules);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

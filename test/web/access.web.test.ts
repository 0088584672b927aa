import { expect } from 'chai';
import { pageRoutes } from '../../services/web-ui/src/server/routes.ts';
import { addressesWithForeignTexts } from './foreign-texts.ts';
import { catalog, line, listed, mark, open, sessionOf, sessions, signedIn, somePublishedOffering } from './web-pages.ts';

describe('The web pages', () => {
  it('answer whatever stands in an address', async () => {
    const { id, saga_id, pricing_ids, specification_ids } = await somePublishedOffering();
    const [characteristic] = await listed('characteristics?page_size=1');
    const ids: Record<string, string> = {
      offerings: id,
      publications: saga_id,
      prices: pricing_ids[0]!,
      specifications: specification_ids[0]!,
      characteristics: characteristic!.id,
    };
    const paths = pageRoutes
      .filter((route) => route !== '/catalog/transfer/export')
      .map((route) => route.replaceAll(/(\w+)\/\{id\}/g, (_, kind: string) => `${kind}/${ids[kind]}`));
    const cookie = sessions.admin!.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const statusOf = async (address: string) => {
      const response = await fetch(catalog.endpoints.services['web-ui']!.url + address, { redirect: 'manual', headers: { cookie } });
      await response.arrayBuffer();
      const { headers, status } = response;
      const isProtected = headers.get('cache-control')?.includes('no-store') && headers.has('content-security-policy');
      return `${isProtected ? status : 'unprotected'} ${address.slice(0, 120)}`;
    };
    const addresses = addressesWithForeignTexts(paths);
    const answers: string[] = [];
    for (let at = 0; at < addresses.length; at += 8) answers.push(...(await Promise.all(addresses.slice(at, at + 8).map(statusOf))));
    expect(answers.filter((answer) => !/^[1-4]/.test(answer))).to.eql([]);
  });

  it('let a user make and delete drafts, and nothing more', async () => {
    const page = await signedIn('user');
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
    await page.getByLabel('Billing period').fill('per month');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').filter({ hasText: 'role ADMIN' }).waitFor();
  });

  it('name what uses a thing that therefore cannot be deleted', async () => {
    const page = await signedIn('admin');
    await page.goto(`/catalog/prices?name=Monthly ${mark} 50`);
    await page.getByRole('link', { name: `Monthly ${mark} 50`, exact: true }).click();
    await page.getByText('Delete', { exact: true }).click();
    await page.getByRole('button', { name: 'Yes' }).click();
    await page
      .getByRole('alert')
      .getByRole('link', { name: line(50) })
      .waitFor();
  });

  it('let in nobody who is not signed in, and nobody any more who has signed out', async () => {
    const page = await open({ storageState: await sessionOf('user') });
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
    expect(
      await page.evaluate(() => (globalThis as unknown as { document: { cookie: string } }).document.cookie),
      'cookies that a script can read',
    ).to.equal('');
  });
});

import { expectAccessible, expectNoHorizontalScroll } from './accessibility.ts';
import { listed, mark, signedIn, somePublishedOffering } from './web-pages.ts';

const screens = [
  ['a desk, light', {}],
  ['a desk, dark', { colorScheme: 'dark' as const }],
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const;

describe('Every kind of page', () => {
  for (const [screen, options] of screens) {
    it(`is accessible, and fits the screen of ${screen}`, async () => {
      const page = await signedIn('admin', options);
      for (const path of await paths()) {
        await page.goto(path);
        await expectAccessible(page);
        await expectNoHorizontalScroll(page);
      }
    });
  }

  async function paths(): Promise<string[]> {
    const { id, saga_id, specification_ids, pricing_ids } = await somePublishedOffering();
    const [category] = await listed(`categories?name=Lines ${mark}`);
    const [draft] = await listed(`offerings?name=Only a draft ${mark}`);
    return [
      '/',
      `/?query=${mark}&max_price=60&characteristic=Speed:>=100Mbps`,
      '/?query=nothingofthekind',
      '/?characteristic=Speed',
      `/offerings/${id}`,
      '/offerings/none',
      '/sign-in?problem=INVALID_CREDENTIALS',
      '/catalog/offerings',
      `/catalog/offerings/${id}`,
      `/catalog/offerings/${draft!.id}`,
      `/catalog/offerings/${draft!.id}/edit`,
      '/catalog/publications',
      `/catalog/publications/${saga_id}`,
      '/catalog/specifications',
      `/catalog/specifications/${specification_ids[0]}`,
      '/catalog/characteristics/new',
      '/catalog/transfer',
      '/catalog/categories',
      '/catalog/categories/new',
      `/catalog/categories/${category!.id}`,
      `/catalog/categories/${category!.id}/edit`,
      `/?category=${category!.id}`,
      '/catalog/prices?currency=USD',
      `/catalog/prices/${pricing_ids[0]}`,
    ];
  }
});

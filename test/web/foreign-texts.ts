/** Addresses of every page with unexpected texts in their parameters: inherited property names, no numbers, too long ones. */

const texts = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'a'.repeat(3_000),
  '\u0000',
  '%',
  '"><script>',
  '1e309',
  'İ\u202E',
  'Speed:>=constructor',
  'constructor:=__proto__|"',
];

/** What each page reads of its address, as it means it. */
const parameters: Record<string, Record<string, string>> = {
  '/': {
    query: 'a',
    currency: 'EUR',
    min_price: '1',
    max_price: '9',
    channel: 'online',
    characteristic: 'Speed:>=1Mbps',
    sort: 'name',
    page: '2',
    'from.Speed': '1Mbps',
    'to.Speed': '1Gbps',
  },
  '/suggest': { q: 'a' },
  '/sign-in': { problem: 'INVALID_CREDENTIALS', next: '/', wait: '3' },
  '/catalog/lookup': { kind: 'prices', name: 'a' },
  '/catalog/transfer': { problem: 'tooLarge' },
  '/catalog/offerings': { name: 'a', lifecycle_status: 'DRAFT', specification_id: 'a', pricing_id: 'a', sort: 'name', page: '2' },
  '/catalog/specifications': { name: 'a', characteristic_id: 'a', invalid: 'true', sort: 'name', page: '2' },
  '/catalog/characteristics': { name: 'a', attribute: 'a', unit_of_measure: 'Mbps', sort: 'name', page: '2' },
  '/catalog/prices': { name: 'a', currency: 'EUR', sort: 'name', page: '2' },
  '/catalog/publications': { status: 'failed', offering_id: 'a', page: '2' },
};

/**
 * `paths`: of all pages; each is asked with every text in every parameter of its own, beside others that are in order, and as the name of
 * one.
 */
export const addressesWithForeignTexts = (paths: readonly string[]): string[] =>
  paths.flatMap((path) =>
    texts.flatMap((text) => {
      const known = Object.entries(parameters[path] ?? {});
      const oneWrong = known.map(([wrong]) =>
        known
          .filter(([name]) => name === wrong || name === 'min_price')
          .map(([name, value]): [string, string] => [name, name === wrong ? text : value]),
      );
      const named: [string, string][] = [
        [text, text],
        [`from.${text}`, text],
      ];
      return [...oneWrong, named].map((pairs) => `${path}?${new URLSearchParams(pairs).toString()}`);
    }),
  );

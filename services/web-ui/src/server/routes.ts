/** The routes of the web server: requests are logged and counted under one of these names, whatever path was asked for. */

/** One per page or route handler in src/app. */
export const pageRoutes = [
  '/',
  '/suggest',
  '/sign-in',
  '/offerings/{id}',
  '/catalog',
  '/catalog/lookup',
  '/catalog/transfer',
  '/catalog/transfer/export',
  '/catalog/offerings',
  '/catalog/offerings/new',
  '/catalog/offerings/{id}',
  '/catalog/offerings/{id}/edit',
  '/catalog/specifications',
  '/catalog/specifications/new',
  '/catalog/specifications/{id}',
  '/catalog/specifications/{id}/edit',
  '/catalog/characteristics',
  '/catalog/characteristics/new',
  '/catalog/characteristics/{id}',
  '/catalog/characteristics/{id}/edit',
  '/catalog/prices',
  '/catalog/prices/new',
  '/catalog/prices/{id}',
  '/catalog/prices/{id}/edit',
  '/catalog/categories',
  '/catalog/categories/new',
  '/catalog/categories/{id}',
  '/catalog/categories/{id}/edit',
  '/catalog/publications',
  '/catalog/publications/{id}',
] as const;

const STATIC_ASSETS = '/_next/static/';

const exact = new Set<string>([
  ...pageRoutes.filter((route) => !route.includes('{')),
  '/session',
  '/session/end',
  '/preferences',
  '/icon.svg',
]);
const patterns = pageRoutes
  .filter((route) => route.includes('{'))
  .map((route) => ({ route, pattern: new RegExp(`^${route.replaceAll('{id}', '[^/]+')}$`) }));

/** Undefined for every other path: anybody could make up any number of those. */
export function routeOf(path: string): string | undefined {
  if (exact.has(path)) return path;
  if (isStaticAsset(path)) return `${STATIC_ASSETS}*`;
  return patterns.find(({ pattern }) => pattern.test(path))?.route;
}

/** Scripts and styles of the build. */
export const isStaticAsset = (path: string): boolean => path.startsWith(STATIC_ASSETS);

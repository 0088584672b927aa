/** Every address that there is something at: what is logged and counted under a name has one of these, whatever was asked for. */

/** The pages, by the folders of src/app. */
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
  '/catalog/publications',
  '/catalog/publications/{id}',
] as const;

const BUILT_FILES = '/_next/static/';

const exact = new Set<string>([...pageRoutes.filter((route) => !route.includes('{')), '/session', '/session/end', '/preferences', '/icon.svg']);
const patterns = pageRoutes.filter((route) => route.includes('{')).map((route) => ({ route, pattern: new RegExp(`^${route.replaceAll('{id}', '[^/]+')}$`) }));

/** Undefined for whatever is none of them: anybody could make as many names as there are addresses. */
export function routeOf(path: string): string | undefined {
  if (exact.has(path)) return path;
  if (isBuiltFile(path)) return `${BUILT_FILES}*`;
  return patterns.find(({ pattern }) => pattern.test(path))?.route;
}

/** Scripts and styles, the same for everyone. */
export const isBuiltFile = (path: string): boolean => path.startsWith(BUILT_FILES);

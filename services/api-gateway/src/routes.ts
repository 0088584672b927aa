/** Which service answers a path, who may ask before that service looks itself, and what nobody may ask from outside. */
import { Rejection, type Role, roles } from '@catalog/contracts';
import { type Target, targetOf } from './target.ts';

export const upstreams = [
  'identity-service',
  'characteristic-service',
  'specification-service',
  'pricing-service',
  'offering-service',
  'store-service',
] as const;
export type Upstream = (typeof upstreams)[number];

export type Route = {
  prefix: string;
  upstream: Upstream;
  /** Roles that may change something here; the service decides about each single operation. */
  writers: readonly Role[];
  readsArePublic?: true;
  /** How long an answer may take to begin, where the usual 4 s do not do. */
  deadlineMs?: number;
};
export type Destination = Target & {
  route: Route;
  /** The path as routes are told apart by it. */
  canonical: string;
};
export type Access = 'public' | readonly Role[];

const routes: readonly Route[] = [
  { prefix: '/api/v1/auth', upstream: 'identity-service', writers: roles },
  { prefix: '/api/v1/characteristics', upstream: 'characteristic-service', writers: ['ADMIN'] },
  { prefix: '/api/v1/specifications', upstream: 'specification-service', writers: ['ADMIN'] },
  { prefix: '/api/v1/prices', upstream: 'pricing-service', writers: ['ADMIN'] },
  { prefix: '/api/v1/offerings', upstream: 'offering-service', writers: ['ADMIN', 'USER'] },
  { prefix: '/api/v1/publications', upstream: 'offering-service', writers: ['ADMIN'] },
  // How the store is kept in order is the administrators' business; comparing reads the whole catalog.
  { prefix: '/api/v1/store/rebuilds', upstream: 'store-service', writers: ['ADMIN'] },
  { prefix: '/api/v1/store/drift', upstream: 'store-service', writers: ['ADMIN'], deadlineMs: 15_000 },
  { prefix: '/api/v1/store', upstream: 'store-service', writers: ['ADMIN'], readsArePublic: true },
];

const LOGIN = 'POST /api/v1/auth/login';
/** What takes a password, which could be guessed. */
export const passwordOperations: readonly string[] = [LOGIN, 'POST /api/v1/auth/me/password'];

const publicOperations: readonly string[] = [
  LOGIN,
  'POST /api/v1/auth/refresh',
  'GET /api/v1/auth/public-key',
  'GET /api/v1/auth/jwks',
];

/** That honour an Idempotency-Key, as the services' own documents say; `{id}` is any one segment. */
export const idempotentOperations: readonly string[] = [
  'POST /api/v1/characteristics',
  'POST /api/v1/specifications',
  'POST /api/v1/prices',
  'POST /api/v1/offerings',
  'POST /api/v1/offerings/{id}/publish',
  'POST /api/v1/offerings/{id}/retire',
];

const closedPaths = [/^\/api\/v1\/prices\/[^/]+\/(un)?lock$/, /^\/api\/v1\/auth\/token$/];

export const passedMethods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

/** Where a request is to be passed on to; undefined where it is not. */
export function destinationOf(method: string, url: string): Destination | undefined {
  const target = targetOf(url);
  const canonical = clearPath(target.path);
  if (canonical === undefined || isClosed(canonical) || !passedMethods.includes(method)) return undefined;
  const route = routeOf(canonical);
  return route && { ...target, route, canonical };
}

/** The services' routers ignore case and a trailing slash: so must what is compared here. Refuses what could be read in two ways. */
export function canonicalPath(path: string): string {
  const clear = clearPath(path);
  if (clear !== undefined) return clear;
  throw new Rejection('MALFORMED_REQUEST', 'The path may not have empty or dot segments, encoded slashes, or a malformed percent encoding');
}

function clearPath(path: string): string | undefined {
  if (plain.test(path)) return path.toLowerCase();
  const decoded = decode(path)?.toLowerCase().replace(/(?<=.)\/+$/, '');
  const isAmbiguous = decoded === undefined || /%2f|%5c|%00/i.test(path) || /\\|\/\/|\/\.\.?(\/|$)/.test(decoded);
  return isAmbiguous ? undefined : decoded;
}

/** Most are: nothing encoded, nothing empty, no dots. */
const plain = /^(?:\/[\w-]+)+$/;

/** For the services among themselves: locks, and tokens for services. */
export const isClosed = (path: string): boolean => closedPaths.some((closed) => closed.test(path));

export const routeOf = (path: string): Route | undefined =>
  routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));

export function accessTo(route: Route, method: string, path: string): Access {
  if (publicOperations.includes(`${method === 'HEAD' ? 'GET' : method} ${path}`)) return 'public';
  if (!isRead(method)) return route.writers;
  return route.readsArePublic ? 'public' : roles;
}

/** Whether a request with an Idempotency-Key may be sent twice. `path` is canonical. */
export const isRepeatable = (method: string, path: string): boolean => repeatable.test(`${method} ${path}`);

const repeatable = new RegExp(`^(?:${idempotentOperations.join('|').replaceAll('{id}', '[^/]+')})$`);

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

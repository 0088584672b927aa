/** Which service answers a path, who may ask before that service looks itself, and what nobody may ask from outside. */
import { Rejection, type Role, roles } from '@catalog/contracts';

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
export type Access = 'public' | readonly Role[];

const routes: readonly Route[] = [
  { prefix: '/api/v1/auth', upstream: 'identity-service', writers: roles },
  { prefix: '/api/v1/characteristics', upstream: 'characteristic-service', writers: ['ADMIN'] },
  { prefix: '/api/v1/specifications', upstream: 'specification-service', writers: ['ADMIN'] },
  { prefix: '/api/v1/prices', upstream: 'pricing-service', writers: ['ADMIN'] },
  { prefix: '/api/v1/offerings', upstream: 'offering-service', writers: ['ADMIN', 'USER'] },
  { prefix: '/api/v1/publications', upstream: 'offering-service', writers: ['ADMIN'] },
  // It reads the whole catalog.
  { prefix: '/api/v1/store/drift', upstream: 'store-service', writers: ['ADMIN'], deadlineMs: 15_000 },
  { prefix: '/api/v1/store', upstream: 'store-service', writers: ['ADMIN'], readsArePublic: true },
];

export const LOGIN = 'POST /api/v1/auth/login';

const publicOperations: readonly string[] = [
  LOGIN,
  'POST /api/v1/auth/refresh',
  'GET /api/v1/auth/public-key',
  'GET /api/v1/auth/jwks',
];

const closedPaths = [/^\/api\/v1\/prices\/[^/]+\/(un)?lock$/, /^\/api\/v1\/auth\/token$/];

/** The services' routers ignore case and a trailing slash: so must what is compared here. Refuses what could be read in two ways. */
export function canonicalPath(path: string): string {
  const decoded = decode(path).toLowerCase().replace(/(?<=.)\/+$/, '');
  const isAmbiguous = /%2f|%5c|%00/i.test(path) || /\\|\/\/|\/\.\.?(\/|$)/.test(decoded);
  if (isAmbiguous) throw new Rejection('MALFORMED_REQUEST', 'The path may not have empty or dot segments, nor encoded slashes');
  return decoded;
}

/** For the services among themselves: locks, and tokens for services. */
export const isClosed = (path: string): boolean => closedPaths.some((closed) => closed.test(path));

export const routeOf = (path: string): Route | undefined =>
  routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));

export function accessTo(route: Route, method: string, path: string): Access {
  if (publicOperations.includes(`${method === 'HEAD' ? 'GET' : method} ${path}`)) return 'public';
  if (!isRead(method)) return route.writers;
  return route.readsArePublic ? 'public' : roles;
}

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Rejection('MALFORMED_REQUEST', 'The path has a malformed percent encoding');
  }
}

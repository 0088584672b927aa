/** Which service answers a path, who may ask before that service looks itself, and what nobody may ask from outside. */
import { ambiguousPath, factsOf, type Role, roles, type Route as ServiceRoute, services } from '@catalog/contracts';
import { type Target, targetOf } from './target.ts';

export const upstreams = services['api-gateway'].calls;
export type Upstream = (typeof upstreams)[number];

export type Route = ServiceRoute & { upstream: Upstream };
export type Destination = Target & {
  route: Route;
  /** The path as routes are told apart by it. */
  canonical: string;
};
export type Access = 'public' | readonly Role[];

/** The longest first: what lies below another prefix has rules of its own. */
const routes: readonly Route[] = upstreams
  .flatMap((upstream) => (factsOf(upstream).routes ?? []).map((route) => ({ ...route, upstream })))
  .toSorted((one, other) => other.prefix.length - one.prefix.length);

type Kind = 'publicOperations' | 'passwordOperations' | 'idempotentOperations' | 'internalOperations';
const operations = (kind: Kind): readonly string[] => upstreams.flatMap((upstream) => factsOf(upstream)[kind] ?? []);

export const passwordOperations = operations('passwordOperations');
const publicOperations = operations('publicOperations');

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
  throw ambiguousPath();
}

function clearPath(path: string): string | undefined {
  if (plain.test(path)) return path.toLowerCase();
  const decoded = decode(path)
    ?.toLowerCase()
    .replace(/(?<=.)\/+$/, '');
  const isAmbiguous = decoded === undefined || /%2f|%5c|%00/i.test(path) || /\\|\/\/|\/\.\.?(\/|$)/.test(decoded);
  return isAmbiguous ? undefined : decoded;
}

/** Most are: nothing encoded, nothing empty, no dots. */
const plain = /^(?:\/[\w-]+)+$/;

/** For the services among themselves, by whatever method. */
export const isClosed = (path: string): boolean => closed.test(path);

export const routeOf = (path: string): Route | undefined => routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));

export function accessTo(route: Route, method: string, path: string): Access {
  if (publicOperations.includes(`${method === 'HEAD' ? 'GET' : method} ${path}`)) return 'public';
  if (!isRead(method)) return route.writers;
  return route.readsArePublic ? 'public' : roles;
}

/** Whether a request with an Idempotency-Key may be sent twice. `path` is canonical. */
export const honoursIdempotencyKey = (method: string, path: string): boolean => repeatable.test(`${method} ${path}`);

/** What stands in braces is any one segment. */
const anyOf = (templates: readonly string[]): RegExp => new RegExp(`^(?:${templates.join('|').replaceAll(/\{\w+\}/g, '[^/]+')})$`);

const repeatable = anyOf(operations('idempotentOperations'));
const closed = anyOf(operations('internalOperations').map((operation) => operation.split(' ')[1]!));

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

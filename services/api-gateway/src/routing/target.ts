/** Splits a request target into path and query; a host in it, as in requests to a proxy, is ignored. */

export type Target = {
  path: string;
  /** With its question mark; empty if there is no query. */
  search: string;
};

export function targetOf(url: string): Target {
  const local = url.startsWith('/') ? url : withoutHost(url);
  const hash = local.indexOf('#');
  const asked = hash < 0 ? local : local.slice(0, hash);
  const mark = asked.indexOf('?');
  return mark < 0 ? { path: asked, search: '' } : { path: asked.slice(0, mark), search: asked.slice(mark) };
}

const withoutHost = (url: string): string => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/';

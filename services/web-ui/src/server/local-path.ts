/** A path on this site to go on to, as a browser would read it; anything that could lead to another site becomes `/`. */
const HERE = 'http://here.invalid';

export function localPath(wanted: string): string {
  if (!wanted.startsWith('/') || !URL.canParse(wanted, HERE)) return '/';
  const { origin, pathname, search } = new URL(wanted, HERE);
  // `/.//elsewhere` becomes `//elsewhere`, which names a host.
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}` : '/';
}

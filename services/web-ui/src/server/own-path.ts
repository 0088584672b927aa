/** A path of ours to go on to; anything that could lead elsewhere becomes the first page. */
const HERE = 'http://here.invalid';

export function ownPath(wanted: string): string {
  if (!wanted.startsWith('/') || !URL.canParse(wanted, HERE)) return '/';
  const { origin, pathname, search } = new URL(wanted, HERE);
  return origin === HERE ? `${pathname}${search}` : '/';
}

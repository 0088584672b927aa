/** A path of ours to go on to, as a browser reads it; anything that could lead elsewhere becomes the first page. */
const HERE = 'http://here.invalid';

export function ownPath(wanted: string): string {
  if (!wanted.startsWith('/') || !URL.canParse(wanted, HERE)) return '/';
  const { origin, pathname, search } = new URL(wanted, HERE);
  // What is left of `/.//elsewhere` names a host by itself.
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}` : '/';
}

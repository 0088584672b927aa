/** Finds a header that is there twice and may be there once: Node keeps the first of some and joins others without a word, while whoever stands in front may have gone by the last. */

const single = new Set([
  'host', 'origin', 'authorization', 'proxy-authorization', 'content-type', 'content-encoding', 'if-modified-since', 'if-unmodified-since',
  'idempotency-key', 'x-correlation-id', 'x-deadline-ms',
]);

/** `rawHeaders` as Node has them: names and values in turn. Gives the name, in small letters. */
export function repeatedHeader(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (!single.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

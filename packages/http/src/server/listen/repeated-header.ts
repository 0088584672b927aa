/** Finds a header that must not be repeated, but is: Node keeps the first or joins them, while a proxy in front may have used the last. */

const single = new Set([
  'host',
  'origin',
  'authorization',
  'proxy-authorization',
  'content-type',
  'content-encoding',
  'if-modified-since',
  'if-unmodified-since',
  'idempotency-key',
  'x-correlation-id',
  'x-deadline-ms',
]);

/** `rawHeaders` as Node has them: names and values alternate. Returns the name in lower case. */
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

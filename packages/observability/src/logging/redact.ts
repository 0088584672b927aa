/** Makes any value safe to print as JSON: secrets are replaced, errors become plain objects, and depth, length and width are limited. */

const LIMITS = { depth: 6, items: 50, keys: 100, text: 4000, stack: 8000, key: 200 } as const;
/** So much more is searched for secrets than is shown: a secret that is cut in half would not be recognised. */
const MARGIN = 4096;
const REDACTED = '[redacted]';

const secretKey = /passw(or)?d|passphrase|secret|authorization|credential|privatekey|apikey|cookie|tokens?$|^jwt$|^pwd$/;
/** Clients write much of what is logged, so no pattern may backtrack over the same part of a text again and again. */
const secretTexts: readonly [RegExp, string][] = [
  [/(?<=\w:\/\/)[^\s/@:]*:[^\s/@]*@/g, `${REDACTED}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  // A token begins at a word; that it has two dots is checked once, not at each of its characters.
  [/(?<![\w-])(?=[\w-]+\.[\w-]+\.)((?:[\w-]*?-)?)eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, `$1${REDACTED}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
];

export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= LIMITS.depth) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return redactItems(value, depth);
  if (value instanceof Map) return redactObject(Object.fromEntries(value as Map<string, unknown>), depth);
  if (value instanceof Set) return redactItems([...value], depth);
  return redactObject(value, depth);
}

export function redactText(text: string, limit: number = LIMITS.text): string {
  const looked = text.length > limit + MARGIN ? text.slice(0, limit + MARGIN) : text;
  const safe = secretTexts.reduce((part, [pattern, replacement]) => part.replace(pattern, replacement), looked);
  return text.length > limit ? `${safe.slice(0, limit).toWellFormed()}… (${text.length} characters)` : safe;
}

function redactError(error: Error, depth: number): object {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    name,
    message: redactText(message),
    ...(code === undefined ? {} : { code: redact(code, depth + 1) }),
    ...(stack === undefined ? {} : { stack: redactText(stack, LIMITS.stack) }),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  };
}

function redactItems(items: unknown[], depth: number): unknown[] {
  const kept = items.slice(0, LIMITS.items).map((item) => redact(item, depth + 1));
  return items.length > LIMITS.items ? [...kept, `… (${items.length} items)`] : kept;
}

function redactObject(fields: object, depth: number): object {
  const entries = Object.entries(fields).slice(0, LIMITS.keys);
  return Object.fromEntries(
    entries.map(([key, value]) => [key.slice(0, LIMITS.key).toWellFormed(), isSecret(key, value) ? REDACTED : redact(value, depth + 1)]),
  );
}

const isSecret = (key: string, value: unknown): boolean =>
  value !== null && value !== undefined && typeof value !== 'boolean' && secretKey.test(key.toLowerCase().replaceAll(/[-_.\s]/g, ''));

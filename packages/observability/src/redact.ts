/** Makes any value safe to print as JSON: secrets are blotted out, errors become plain facts, and depth, length and width have limits. */

const LIMITS = { depth: 6, items: 50, keys: 100, text: 4000, stack: 8000 } as const;
const BLOT = '[redacted]';

const secretKey = /passw(or)?d|passphrase|secret|authorization|credential|privatekey|apikey|cookie|tokens?$|^jwt$|^pwd$/;
const secretTexts: readonly [RegExp, string][] = [
  [/(\w+:\/\/)[^\s/@:]*:[^\s/@]*@/g, `$1${BLOT}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${BLOT}`],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, BLOT],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, BLOT],
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
  const short = text.length > limit ? `${text.slice(0, limit)}… (${text.length} characters)` : text;
  return secretTexts.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), short);
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
  return Object.fromEntries(entries.map(([key, value]) => [key, isSecret(key, value) ? BLOT : redact(value, depth + 1)]));
}

const isSecret = (key: string, value: unknown): boolean =>
  value !== null && value !== undefined && typeof value !== 'boolean' && secretKey.test(key.toLowerCase().replaceAll(/[-_.\s]/g, ''));

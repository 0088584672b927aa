/** Names of spans (SRS 4.2.1), the same for all requests of one kind: `GET /api/v1/offerings/{id}`, `SELECT offerings`. */

const LONGEST_PATH = 200;

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

export function httpSpanName(method: string | undefined, url: string | undefined): string {
  const path = (url ?? '').split('?', 1)[0] || '/';
  return `${(method ?? 'GET').toUpperCase()} ${path.slice(0, LONGEST_PATH).replace(uuid, '{id}')}`;
}

const name = '"?([a-z_][\\w$]*(?:"?\\."?[a-z_][\\w$]*)?)"?';
const writes = new RegExp(`\\b(?:(insert)\\s+into|(update)|(delete)\\s+from)\\s+(?:only\\s+)?${name}`, 'i');
const reads = new RegExp(`\\bfrom\\s+(?:only\\s+)?${name}(?!\\s*\\(|[\\w$])`, 'i');

/** Named after the table it changes, wherever in the statement, else after the one it reads; `for update` and `do update` change none. */
export function sqlSpanName(sql: string): string {
  const text = sql
    .slice(0, 4000)
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, ' ')
    .trim();
  const verb = /^[a-z]+/i.exec(text)?.[0]?.toUpperCase() ?? 'SQL';
  if (!['SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE', 'VALUES', 'TABLE'].includes(verb)) return verb;
  const write = writes.exec(text.replace(/\b(?:for|do|no key)\s+update\b/gi, ' '));
  if (write) return `${(write[1] ?? write[2] ?? write[3] ?? '').toUpperCase()} ${unquoted(write[4])}`;
  const read = reads.exec(text);
  return read ? `SELECT ${unquoted(read[1])}` : verb === 'WITH' ? 'SELECT' : verb;
}

const unquoted = (table: string | undefined): string => (table ?? '').replaceAll('"', '');

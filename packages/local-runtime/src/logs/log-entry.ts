/** Turns a line of a service's log into an Elasticsearch document; the same line always gets the same id. */
import { createHash } from 'node:crypto';
import type { LogLine } from './log-lines.ts';

export type LogEntry = { id: string; index: string; timestamp: string; document: Record<string, unknown> };
export type LogSource = { service: string; path: string };

/** One index per day, in UTC. */
export const LOG_INDEX_PREFIX = 'catalog-logs-';

export const logIndexOf = (timestamp: string): string => `${LOG_INDEX_PREFIX}${timestamp.slice(0, 10).replaceAll('-', '.')}`;

/** A line that is not in our log format, such as the stack of a crash, gets the time of the line before it. */
export function logEntry({ service, path }: LogSource, { text, offset }: LogLine, previous: string): LogEntry {
  const line = structured(text) ?? { timestamp: previous, level: 'WARNING', service, message: text, unstructured: true };
  const { timestamp } = line;
  return {
    id: createHash('sha256').update(`${path}\n${offset}\n${text}`).digest('base64url').slice(0, 27),
    index: logIndexOf(timestamp),
    timestamp,
    document: { '@timestamp': timestamp, ...line, log: { offset, file: { path } } },
  };
}

type Line = Record<string, unknown> & { timestamp: string };

function structured(text: string): Line | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line = JSON.parse(text) as Record<string, unknown>;
    return isTime(line['timestamp']) && typeof line['level'] === 'string' && typeof line['message'] === 'string'
      ? (line as Line)
      : undefined;
  } catch {
    return undefined;
  }
}

const isTime = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));

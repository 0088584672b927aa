/** How PostgreSQL's values become ours: points in time are UTC strings, numerics and bigints are numbers, dates stay text. */
import type { DriverTypeParser } from 'slonik';

export const valueParsers: readonly DriverTypeParser[] = [
  { name: 'timestamptz', parse: utc },
  { name: 'numeric', parse: Number },
  { name: 'int8', parse: Number },
  { name: 'date', parse: (value) => value },
];

/** `2026-01-15 19:30:00.123+09` → `2026-01-15T10:30:00.123Z`, whatever zone the session and this process are in. */
export function utc(value: string): string {
  const iso = value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  return new Date(iso).toISOString();
}

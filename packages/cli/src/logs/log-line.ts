/** Formats a line of the log for a person; escape sequences in it do not reach the terminal. */

export type LogLine = {
  timestamp: string;
  level: string;
  service: string;
  correlation_id: string | null;
  message: string;
  context?: Record<string, unknown>;
};

const WIDEST = 300;

export function shownLine({ timestamp, level, service, message, context = {} }: LogLine): string {
  const { error, ...fields } = context;
  const head = [timestamp.replace('T', ' '), service.padEnd(22), level.padEnd(8), plain(message)].join('  ');
  const details = Object.entries(fields).map(([name, value]) => `${name}=${shortened(shownValue(value))}`);
  return [[head, ...details].join('  '), ...errorLines(error)].join('\n');
}

const shownValue = (value: unknown): string =>
  typeof value === 'string' ? (/^[\w./:@{}-]+$/.test(value) ? value : JSON.stringify(value)) : (JSON.stringify(value) ?? '');

const shortened = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST).toWellFormed()}…` : text);

/** Indented below the line; the stack if there is one. */
function errorLines(error: unknown): string[] {
  if (error === undefined || error === null) return [];
  const { name, message, stack } = typeof error === 'object' ? (error as Partial<Error>) : { message: JSON.stringify(error) };
  const text = stack ?? [name, message].filter((part) => part !== undefined).join(': ');
  return text.split('\n').map((line) => `    ${plain(line.trim())}`);
}

const plain = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');

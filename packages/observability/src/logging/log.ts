/** The log: one JSON line on stdout per fact, with the fields of SRS 4.1.1; it never throws, and prints no secrets. */
import { trace } from '@opentelemetry/api';
import bunyan from 'bunyan';
import { printLine } from './print-line.ts';
import { redact } from './redact.ts';
import { correlationIdIfAny } from '../request-context.ts';
import { serviceName } from '../service-name.ts';

export type LogFields = Record<string, unknown>;

/** `message` is constant; what varies goes into the fields. */
export const log = {
  debug: (message: string, fields: LogFields = {}): void => logger.debug({ context: fields }, '%s', message),
  info: (message: string, fields: LogFields = {}): void => logger.info({ context: fields }, '%s', message),
  warn: (message: string, fields: LogFields = {}): void => logger.warn({ context: fields }, '%s', message),
  error: (message: string, fields: LogFields = {}): void => logger.error({ context: fields }, '%s', message),
  /** The process cannot go on. */
  critical: (message: string, fields: LogFields = {}): void => logger.fatal({ context: fields }, '%s', message),
};

type BunyanRecord = { time: Date; level: number; msg: string; context: LogFields };

const levelNames: Record<number, string> = { 20: 'DEBUG', 30: 'INFO', 40: 'WARNING', 50: 'ERROR', 60: 'CRITICAL' };
const thresholds: Record<string, number> = { DEBUG: 20, INFO: 30, WARNING: 40, WARN: 40, ERROR: 50, CRITICAL: 60, SILENT: 61 };

const logger = bunyan.createLogger({
  name: serviceName,
  level: thresholds[(process.env['LOG_LEVEL'] ?? 'INFO').toUpperCase()] ?? bunyan.INFO,
  streams: [{ type: 'raw', stream: { write: (record: object) => writeLine(record as BunyanRecord) } }],
});

export const printsInfo = (): boolean => logger.level() <= bunyan.INFO;

function writeLine(record: BunyanRecord): void {
  const span = trace.getActiveSpan()?.spanContext();
  const line = {
    timestamp: record.time.toISOString(),
    level: levelNames[record.level] ?? 'INFO',
    service: serviceName,
    correlation_id: correlationIdIfAny() ?? null,
    trace_id: span?.traceId ?? null,
    span_id: span?.spanId ?? null,
    message: record.msg,
    context: safely(record.context),
  };
  printLine(JSON.stringify(line));
}

/** A getter or toJSON of any object may throw; the line is printed all the same. */
function safely(fields: LogFields): unknown {
  try {
    return redact(fields);
  } catch (error) {
    return { unprintable: error instanceof Error ? error.message : 'fields' };
  }
}

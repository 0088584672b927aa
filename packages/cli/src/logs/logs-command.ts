/** `catalog logs`: shows what all services logged, in order: one request's story, or what happens now. */
import { Command, InvalidArgumentError } from 'commander';
import { type LogLine, shownLine } from './log-line.ts';
import type { LogQuery } from './log-search.ts';
import { runningCatalog } from '../access/index.ts';

type Wanted = {
  correlationId?: string;
  traceId?: string;
  service?: string;
  level?: readonly string[];
  since?: Date;
  follow?: true;
  json?: true;
  elasticsearch?: string;
};

const LOCAL_ELASTICSEARCH = 'http://127.0.0.1:9200';
const LATELY_MS = 15 * 60_000;

export function logsCommand(): Command {
  return new Command('logs')
    .description('Show what the services logged; without an id or a time that of the last 15 minutes')
    .option('--correlation-id <id>', 'only what belongs to one request, through all services')
    .option('--trace-id <id>', 'only what belongs to one trace')
    .option('--service <name>', 'only what one service logged')
    .option('--level <level>', 'only what is at least as bad: DEBUG, INFO, WARNING, ERROR or CRITICAL', levelsFrom)
    .option('--since <time>', 'only what is newer than 30s, 15m, 2h, 1d, or a time such as 2026-01-15T10:00:00Z', timeFrom)
    .option('--follow', 'go on with what is logged from now on')
    .option('--json', 'print the lines as they were logged')
    .option('--elasticsearch <url>', 'where the logs are; by default of the catalog that runs on this machine', addressFrom)
    .action(showLogs);
}

async function showLogs({ correlationId, traceId, service, level, since, follow, json, elasticsearch }: Wanted): Promise<void> {
  // Loaded only here, because its client would slow down every other command.
  const { logSearchAt } = await import('./log-search.ts');
  const search = logSearchAt(elasticsearch ?? (await runningCatalog(process.env))?.servers.elasticsearch.url ?? LOCAL_ELASTICSEARCH);
  const isOfOne = correlationId !== undefined || traceId !== undefined;
  const query: LogQuery = {
    correlationId,
    traceId,
    service,
    levels: level,
    since: since ?? (isOfOne ? undefined : new Date(Date.now() - LATELY_MS)),
  };
  // The reader, `head` perhaps, has closed the pipe.
  process.stdout.once('error', () => process.exit());
  let count = 0;
  try {
    for await (const line of follow ? search.follow(query) : search.find(query)) {
      count += 1;
      console.log(json ? JSON.stringify(asLogged(line)) : shownLine(line));
    }
  } finally {
    await search.close();
  }
  if (count === 0) console.error('Nothing was logged that fits.');
}

/** Without the fields that shipping added. */
const asLogged = ({ '@timestamp': _, log: _log, ...line }: LogLine & { '@timestamp'?: unknown; log?: unknown }) => line;

const levels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

function levelsFrom(wanted: string): readonly string[] {
  const at = levels.indexOf(wanted.toUpperCase());
  if (at === -1) throw new InvalidArgumentError(`It is one of ${levels.join(', ')}.`);
  return levels.slice(at);
}

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function timeFrom(wanted: string): Date {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(wanted) ?? [];
  const time =
    unit === undefined
      ? new Date(/^\d{4}-\d\d-\d\d/.test(wanted) ? wanted : Number.NaN)
      : new Date(Date.now() - Number(count) * (unitMs[unit] ?? 0));
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('It is a span such as 15m, or a time such as 2026-01-15T10:00:00Z.');
  return time;
}

function addressFrom(wanted: string): string {
  if (!/^https?:$/.test(URL.parse(wanted)?.protocol ?? ''))
    throw new InvalidArgumentError(`It is an address such as ${LOCAL_ELASTICSEARCH}.`);
  return wanted;
}

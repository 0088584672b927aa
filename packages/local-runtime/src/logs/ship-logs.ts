/** Ships the services' log files to Elasticsearch: services never wait for it, and what cannot be shipped now is shipped later, once. */
import { repeatedly } from '@catalog/timing';
import { logEntry, type LogEntry, type LogSource } from './log-entry.ts';
import { readLogLines } from './log-lines.ts';
import { type LogPositions, readPositions, type Shipped, writePositions } from './log-positions.ts';
import type { LogStore } from './log-store.ts';

export type LogShipping = {
  store: LogStore;
  sources: readonly LogSource[];
  positionsFile: string;
  retentionDays: number;
  /** Called with a sentence, once per outage; shipping keeps retrying. */
  report: (sentence: string) => void;
};
export type ShippedLogs = { stop(): Promise<void> };

const LOOK_EVERY_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const REPORT_AFTER = 4;
const CLEAN_EVERY_MS = 3_600_000;
const STOP_LIMIT_MS = 5_000;
const DAY_MS = 86_400_000;

export function shipLogs({ store, sources, positionsFile, retentionDays, report }: LogShipping): ShippedLogs {
  const keptSince = () => new Date(Date.now() - retentionDays * DAY_MS);
  let positions: LogPositions | undefined;
  let cleaned: number | undefined;
  let isFailing = false;

  async function tidy(): Promise<void> {
    if (cleaned !== undefined && performance.now() - cleaned < CLEAN_EVERY_MS) return;
    await store.prepare();
    await store.deleteBefore(keptSince());
    cleaned = performance.now();
  }

  /** Ships the next piece of every log; false if nothing remains. */
  async function shipPieces(): Promise<boolean> {
    positions ??= await readPositions(positionsFile);
    const pieces = await Promise.all(sources.map((source) => pieceOf(source, positions?.[source.path])));
    const found = pieces.filter((piece) => piece !== undefined);
    if (found.length === 0) return false;
    const since = keptSince().toISOString();
    const entries = found.flatMap((piece) => piece.entries).filter(({ timestamp }) => timestamp >= since);
    const lost = entries.length > 0 ? await store.write(entries) : 0;
    if (lost > 0) report(`Elasticsearch refuses ${lost} lines of the logs: they are in the files alone.`);
    positions = { ...positions, ...Object.fromEntries(found.map(({ path, shipped }) => [path, shipped])) };
    await writePositions(positionsFile, positions);
    return found.some(({ isLast }) => !isLast);
  }

  const shipping = repeatedly({
    everyMs: LOOK_EVERY_MS,
    longestPauseMs: LONGEST_PAUSE_MS,
    async work(stopped) {
      await tidy();
      while (!stopped.aborted && (await shipPieces()));
      isFailing = false;
    },
    onFailure(error, failures) {
      isFailing = true;
      if (failures === REPORT_AFTER)
        report(`Logs cannot be shipped to Elasticsearch at the moment (${reasonOf(error)}): they will be later.`);
    },
  });

  async function shipRest(): Promise<void> {
    const deadline = performance.now() + STOP_LIMIT_MS;
    while (!isFailing && performance.now() < deadline && (await shipPieces()));
  }

  return {
    /** First ships what has been logged so far, for at most a few seconds; the next start ships the rest. */
    async stop() {
      await shipping.stop();
      await shipRest().catch(() => undefined);
    },
  };
}

type Piece = { path: string; entries: LogEntry[]; shipped: Shipped; isLast: boolean };

async function pieceOf(source: LogSource, shipped: Shipped | undefined): Promise<Piece | undefined> {
  const piece = await readLogLines(source.path, shipped);
  if (!piece) return undefined;
  let timestamp = shipped?.timestamp ?? new Date().toISOString();
  const entries = piece.lines.map((line) => {
    const entry = logEntry(source, line, timestamp);
    timestamp = entry.timestamp;
    return entry;
  });
  return { path: source.path, entries, shipped: { ...piece.position, timestamp }, isLast: piece.isLast };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

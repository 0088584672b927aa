/** Reads a log file in pieces from a position on; the rest of a rotated file (`.old`) is read first, so no line is missed or repeated. */
import { type FileHandle, open } from 'node:fs/promises';

/** Up to where a log has been read. The file is identified by inode and birth time, since it may have been renamed. */
export type LogPosition = { file: string; offset: number };
export type LogLine = { text: string; offset: number };
/** `isLast`: the end of the log was reached. */
export type LogPiece = { lines: LogLine[]; position: LogPosition; isLast: boolean };

const PIECE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** Undefined if there is nothing to read. A last line without a line break is left until it is complete. */
export async function readLogLines(
  path: string,
  position: LogPosition | undefined,
  pieceBytes = PIECE_BYTES,
): Promise<LogPiece | undefined> {
  const read = (offset: number) => (file: OpenLog) => pieceOf(file, offset, pieceBytes);
  const current = await openLog(path);
  if (!current) return undefined;
  await using _ = current;
  if (!position) return read(0)(current);
  if (position.file === current.identity && position.offset <= current.size) return read(position.offset)(current);
  const rest = await withOld(path, position, read(position.offset));
  return rest ?? read(0)(current);
}

type OpenLog = { handle: FileHandle; identity: string; size: number; isEnded: boolean } & AsyncDisposable;

async function openLog(path: string, isEnded = false): Promise<OpenLog | undefined> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  const { ino, birthtimeMs, size } = await handle.stat();
  return { handle, identity: `${ino}-${birthtimeMs}`, size, isEnded, [Symbol.asyncDispose]: () => handle.close() };
}

async function withOld(
  path: string,
  position: LogPosition,
  read: (file: OpenLog) => Promise<LogPiece | undefined>,
): Promise<LogPiece | undefined> {
  const old = await openLog(`${path}.old`, true);
  if (!old) return undefined;
  await using _ = old;
  return old.identity === position.file ? read(old) : undefined;
}

async function pieceOf({ handle, identity, size, isEnded }: OpenLog, offset: number, pieceBytes: number): Promise<LogPiece | undefined> {
  const buffer = Buffer.alloc(Math.min(pieceBytes, Math.max(0, size - offset)));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
  const bytes = buffer.subarray(0, bytesRead);
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  // A line longer than a piece is taken in parts; the last line of a rotated file is taken even without a line break.
  const taken = end > 0 ? bytes.subarray(0, end) : bytesRead === pieceBytes || isEnded ? bytes : bytes.subarray(0, 0);
  if (taken.length === 0) return undefined;
  return {
    lines: linesOf(taken, offset),
    position: { file: identity, offset: offset + taken.length },
    isLast: bytesRead < pieceBytes && !isEnded,
  };
}

function linesOf(bytes: Buffer, offset: number): LogLine[] {
  const lines: LogLine[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const text = bytes.toString('utf8', start, end).trimEnd();
    if (text !== '') lines.push({ text, offset: offset + start });
    start = end + 1;
  }
  return lines;
}

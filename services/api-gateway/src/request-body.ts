/** The body of a request on its way through: at most 1 MiB; a small one is read whole before anything is asked of a service, more is streamed once. */
import { Rejection } from '@catalog/contracts';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ClientGone } from './failures.ts';

export type RequestBody = {
  exists: boolean;
  /** Resolves when a small body is here whole, or it is known not to be small. Refuses with BODY_TOO_LARGE. */
  arrived(): Promise<void>;
  /** What to send now. */
  toSend(): Readable | Buffer | null;
  /** Whether it can be sent again. */
  isWhole(): boolean;
  /** What the client did wrong: sent too much, hung up, or still owes us the rest when it was ended. */
  fault(hasEnded: boolean): Rejection | ClientGone | undefined;
};

const LIMIT_BYTES = 1_048_576;
const SMALL_BYTES = 65_536;
/** While it is streamed it holds what others wait for: so many bytes must arrive in so much time. */
const PACE = { bytes: 65_536, milliseconds: 1_000 } as const;

export function requestBody(request: IncomingMessage): RequestBody {
  const announced = Number(request.headers['content-length'] ?? 0);
  const exists = request.headers['transfer-encoding'] !== undefined || announced > 0;
  if (announced > LIMIT_BYTES) throw tooLarge();
  // Stopping early must not destroy the request: its socket still has to carry our answer.
  const received = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  const chunks: Buffer[] = [];
  let size = 0;
  let isWhole = !exists;
  let isStreamed = false;
  let isAwaited = false;
  let fault: Rejection | ClientGone | undefined;

  async function nextChunk(limitMs?: number): Promise<Buffer | undefined> {
    isAwaited = true;
    const arriving = received.next().catch(() => { throw (fault ??= new ClientGone()); });
    const next = await (limitMs === undefined ? arriving : within(limitMs, arriving, () => (fault ??= tooSlow())));
    isAwaited = false;
    if (next.done) return undefined;
    size += next.value.length;
    if (size <= LIMIT_BYTES) return next.value;
    letGo();
    throw (fault = tooLarge());
  }

  /** Nobody reads on: what is still to come must not hold up the next request on the connection. */
  function letGo(): void {
    void received.return?.().then(() => request.resume(), () => undefined);
  }

  async function* stream(): AsyncGenerator<Buffer> {
    try {
      yield* chunks.splice(0);
      for (let [piece, waitedMs] = [0, 0]; ;) {
        const since = performance.now();
        const chunk = await nextChunk(PACE.milliseconds - waitedMs);
        if (chunk === undefined) return;
        [piece, waitedMs] = [piece + chunk.length, waitedMs + performance.now() - since];
        if (piece >= PACE.bytes) [piece, waitedMs] = [0, 0];
        yield chunk;
      }
    } finally {
      letGo();
    }
  }

  return {
    exists,
    async arrived() {
      if (announced > SMALL_BYTES) return;
      while (!isWhole && size <= SMALL_BYTES) {
        const chunk = await nextChunk();
        if (chunk === undefined) isWhole = true;
        else chunks.push(chunk);
      }
    },
    toSend() {
      if (!exists) return null;
      if (isWhole) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      isStreamed = true;
      return Readable.from(stream(), { objectMode: false });
    },
    isWhole: () => isWhole || !isStreamed,
    fault: (hasEnded) => fault ?? (hasEnded && isAwaited ? tooSlow() : undefined),
  };
}

export const noBody: RequestBody = {
  exists: false,
  arrived: () => Promise.resolve(),
  toSend: () => null,
  isWhole: () => true,
  fault: () => undefined,
};

function within<T>(limitMs: number, work: Promise<T>, lateness: () => Error): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => { late.reject(lateness()); }, limitMs);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

const tooSlow = (): Rejection => new Rejection('MALFORMED_REQUEST', 'The body did not arrive in time');

const tooLarge = (): Rejection => new Rejection('BODY_TOO_LARGE', 'The body may have at most 1 MiB');

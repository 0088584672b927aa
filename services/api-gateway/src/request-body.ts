/** The body of a request on its way through: at most 1 MiB, streamed once, or kept whole where it may have to be sent again. */
import { Rejection } from '@catalog/contracts';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ClientGone } from './failures.ts';

export type RequestBody = {
  exists: boolean;
  /** What to send now. Refuses with BODY_TOO_LARGE if it is to be kept and does not fit. */
  take(): Promise<Readable | Buffer | null>;
  /** Whether another `take` gives the whole body. */
  isWhole(): boolean;
  /** What the client did wrong: sent too much, hung up, or still owes us the rest when it was ended. */
  fault(hasEnded: boolean): Rejection | ClientGone | undefined;
};

const LIMIT_BYTES = 1_048_576;

export function requestBody(request: IncomingMessage, { keep }: { keep: boolean }): RequestBody {
  const exists = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (Number(request.headers['content-length'] ?? 0) > LIMIT_BYTES) throw tooLarge();
  let started = false;
  let awaited = false;
  let fault: Rejection | ClientGone | undefined;
  let whole: Promise<Buffer> | undefined;

  async function* chunks(): AsyncGenerator<Buffer> {
    started = true;
    // Stopping early must not destroy the request: its socket still has to carry our answer.
    const received = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
    for (let size = 0; ;) {
      awaited = true;
      const next = await received.next().catch(() => { throw (fault = new ClientGone()); });
      awaited = false;
      if (next.done) return;
      size += next.value.length;
      if (size > LIMIT_BYTES) throw (fault = tooLarge());
      yield next.value;
    }
  }

  return {
    exists,
    async take() {
      if (!exists) return null;
      if (keep) return whole ??= buffer(chunks());
      return Readable.from(chunks(), { objectMode: false });
    },
    isWhole: () => !exists || keep || !started,
    fault: (hasEnded) => fault ?? (hasEnded && awaited ? tooSlow() : undefined),
  };
}

export const noBody: RequestBody = {
  exists: false,
  take: () => Promise.resolve(null),
  isWhole: () => true,
  fault: () => undefined,
};

const tooSlow = (): Rejection => new Rejection('MALFORMED_REQUEST', 'The body did not arrive in time');

const tooLarge = (): Rejection => new Rejection('BODY_TOO_LARGE', 'The body may have at most 1 MiB');

/** Ends what goes on upstream when the client hangs up, when no answer begins in time, and when a begun one takes too long. */
import type { Context } from 'koa';
import { ClientGone, DeadlinePassed } from './failures.ts';

export type Watch = {
  /** Aborted with ClientGone or DeadlinePassed. */
  signal: AbortSignal;
  /** By performance.now(). */
  deadline: number;
  answerBegun(): void;
  stop(): void;
};

const DEADLINE_MS = 4_000;
const TRANSFER_LIMIT_MS = 60_000;

export function watchOver(ctx: Context, deadlineMs: number = DEADLINE_MS): Watch {
  const controller = new AbortController();
  const expire = () => controller.abort(new DeadlinePassed('The deadline has passed'));
  let timer = setTimeout(expire, deadlineMs);
  const closed = () => {
    clearTimeout(timer);
    if (!ctx.res.writableFinished) controller.abort(new ClientGone('The client hung up'));
  };
  if (ctx.res.closed) closed();
  else ctx.res.once('close', closed);
  return {
    signal: controller.signal,
    deadline: performance.now() + deadlineMs,
    answerBegun() {
      clearTimeout(timer);
      timer = setTimeout(expire, TRANSFER_LIMIT_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Lets one launcher at a time use a home: refuses while another runs, waits while one stops, and ends what a killed one left running. */
import { endLeftovers, forgetProcess, recordProcess, ExpectedError } from '@catalog/backing-services';
import { writeFileSync } from 'node:fs';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export type HomeLock = {
  /** How many processes of an earlier run were ended. */
  leftovers: number;
  /** To be called when stopping begins: another start then waits instead of being refused. */
  stopping(): void;
  release(): Promise<void>;
};

/** A launcher whose npm was killed takes a moment to notice. */
const NOTICE_MS = 2_500;
const STOP_LIMIT_MS = 90_000;
const POLL_MS = 250;

export async function lockHome(home: string, signal: AbortSignal): Promise<HomeLock> {
  const run = join(home, 'run');
  const mine = `launcher-${process.pid}`;
  const mark = join(run, 'stopping');
  await mkdir(run, { recursive: true });
  // First record ourselves, then look for others: of two that start at once, neither overlooks the other.
  await recordProcess(run, mine, process.pid);
  try {
    const leftovers = await endOthers(run, mark, signal);
    await rm(mark, { force: true });
    return {
      leftovers,
      stopping: () => writeFileSync(mark, ''),
      async release() {
        await rm(mark, { force: true });
        await forgetProcess(run, mine);
      },
    };
  } catch (error) {
    await forgetProcess(run, mine);
    throw error;
  }
}

async function endOthers(run: string, mark: string, signal: AbortSignal): Promise<number> {
  for (const since = performance.now(); ; await pause(POLL_MS)) {
    signal.throwIfAborted();
    try {
      return await endLeftovers(run);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      const isStopping = await access(mark).then(
        () => true,
        () => false,
      );
      if (performance.now() - since > (isStopping ? STOP_LIMIT_MS : NOTICE_MS)) throw error;
    }
  }
}

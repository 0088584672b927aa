/** Runs rebuilds and repairs as jobs: a lease, which ends if its process dies, lets one run at a time among all service replicas. */
import { Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Db } from 'mongodb';
import { randomUUID } from 'node:crypto';
import type { RebuildJob } from '../api.ts';
import { isDuplicateKey } from '../mongodb/index.ts';
import { noProgress, type Progress, type Rebuild } from './rebuild-progress.ts';

type StoredJob = Omit<RebuildJob, 'id' | 'started_at' | 'finished_at'> & { _id: string; started_at: Date; finished_at: Date | null };
/** Each report of progress renews it. */
type Lease = { _id: 'rebuild'; job: string; until: Date };

export type RebuildJobs = ReturnType<typeof rebuildJobs>;

const LEASE_MS = 60_000;
const KEPT_SECONDS = 90 * 24 * 3600;

export const rebuildJobs = (database: Db, work: Record<RebuildJob['scope'], Rebuild>) => {
  const jobs = database.collection<StoredJob>('rebuild_jobs');
  const leases = database.collection<Lease>('rebuild_turn');
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();

  async function acquireLease(job: string): Promise<void> {
    const now = Date.now();
    try {
      const expired = { _id: 'rebuild', until: { $lt: new Date(now) } } as const;
      await leases.updateOne(expired, { $set: { job, until: new Date(now + LEASE_MS) } }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const other = await leases.findOne({ _id: 'rebuild' });
      throw new Rejection('WRONG_STATE', 'A rebuild is running already', { rebuild_id: other?.job });
    }
  }

  async function recordProgress(job: string, progress: Progress): Promise<void> {
    stopped.signal.throwIfAborted();
    const { matchedCount } = await leases.updateOne({ _id: 'rebuild', job }, { $set: { until: new Date(Date.now() + LEASE_MS) } });
    if (matchedCount === 0) throw new Error('another rebuild has taken over');
    await jobs.updateOne({ _id: job }, { $set: { progress } });
  }

  async function run(job: string, scope: RebuildJob['scope']): Promise<void> {
    const outcome = await work[scope]((progress) => recordProgress(job, progress)).then(
      (progress) => ({ status: 'COMPLETED' as const, progress }),
      (error: unknown) => {
        log.error('Rebuild failed', { rebuild_id: job, error });
        return { status: 'FAILED' as const, error: error instanceof Error ? error.message : 'unknown' };
      },
    );
    await jobs.updateOne({ _id: job }, { $set: { ...outcome, finished_at: new Date() } });
    await leases.deleteOne({ _id: 'rebuild', job });
    log.info('Rebuild ended', { rebuild_id: job, ...outcome });
  }

  async function get(id: string): Promise<RebuildJob> {
    const job = await jobs.findOne({ _id: id });
    if (!job) throw new Rejection('NOT_FOUND', `There is no rebuild ${id}`);
    const isAlive = job.status !== 'RUNNING' || (await leases.findOne({ _id: 'rebuild', job: id, until: { $gte: new Date() } }));
    return shown(isAlive ? job : { ...job, status: 'FAILED', error: 'the process that ran it ended' });
  }

  return {
    get,

    /** Refuses with WRONG_STATE while one is running. */
    async start(scope: RebuildJob['scope']): Promise<RebuildJob> {
      const id = randomUUID();
      await acquireLease(id);
      const begun = { started_at: new Date(), finished_at: null, progress: noProgress(), error: null };
      await jobs.insertOne({ _id: id, scope, status: 'RUNNING', ...begun });
      const done = run(id, scope)
        .catch((error: unknown) => log.error('Rebuild not recorded', { rebuild_id: id, error }))
        .finally(() => running.delete(done));
      running.add(done);
      return get(id);
    },

    async stop(): Promise<void> {
      stopped.abort(new Error('the service was stopped'));
      await Promise.all(running);
    },
  };
};

const shown = ({ _id, started_at, finished_at, progress, ...job }: StoredJob): RebuildJob => ({
  id: _id,
  ...job,
  // One of before there was a kind did not count it.
  progress: { ...noProgress(), ...progress },
  started_at: started_at.toISOString(),
  finished_at: finished_at?.toISOString() ?? null,
});

export const createRebuildJobIndexes = (database: Db): Promise<unknown> =>
  database.collection<StoredJob>('rebuild_jobs').createIndex({ finished_at: 1 }, { expireAfterSeconds: KEPT_SECONDS });

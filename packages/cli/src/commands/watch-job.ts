/** Follows a job of the store until it ends: says how far it is, and fails if it failed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CatalogApi } from '../access/index.ts';

export type Job = { id: string; status: 'RUNNING' | 'COMPLETED' | 'FAILED'; error: string | null; progress: Record<string, number> };

const LOOK_EVERY_MS = 500;
const LIMIT_MS = 3_600_000;

export async function watchJob(api: CatalogApi, started: Job, say: (line: string) => void): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  let said = '';
  for (let job = started; ; job = (await api.send<Job>('GET', `/api/v1/store/rebuilds/${job.id}`)).body) {
    const line = `${job.status.toLowerCase()}: ${Object.entries(job.progress).map(([what, count]) => `${count} ${what}`).join(', ')}`;
    if (line !== said) say(said = line);
    if (job.status === 'COMPLETED') return;
    if (job.status === 'FAILED') throw new Error(`The job ${job.id} failed: ${job.error}`);
    if (performance.now() > deadline) throw new Error(`The job ${job.id} still runs after an hour: it goes on, but nobody waits for it here.`);
    await pause(LOOK_EVERY_MS);
  }
}

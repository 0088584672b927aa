/** Waits for a job of the store, printing its progress; throws if it fails. */
import type { CatalogClient, ReplyOf } from '@catalog/catalog-client';
import { setTimeout as pause } from 'node:timers/promises';

export type Job = ReplyOf<'GET', '/api/v1/store/rebuilds/{id}'>;

const LOOK_EVERY_MS = 500;
const LIMIT_MS = 3_600_000;

export async function watchJob(api: CatalogClient, started: Job, print: (line: string) => void): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  let printed = '';
  for (let job = started; ; job = (await api.send('GET', '/api/v1/store/rebuilds/{id}', { params: { id: job.id } })).body) {
    const line = `${job.status.toLowerCase()}: ${Object.entries(job.progress)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`;
    if (line !== printed) print((printed = line));
    if (job.status === 'COMPLETED') return;
    if (job.status === 'FAILED') throw new Error(`The job ${job.id} failed: ${job.error}`);
    if (performance.now() > deadline)
      throw new Error(`The job ${job.id} still runs after an hour: it goes on, but nobody waits for it here.`);
    await pause(LOOK_EVERY_MS);
  }
}

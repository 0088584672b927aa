/** Uses as much processor as all pods together may, where the cluster's node is this machine; elsewhere does nothing. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';

export type Hog = { stop(): Promise<void> };

/** Where each version of control groups keeps the pods' group and what weight it has against its siblings. */
const places = [
  { parent: '/sys/fs/cgroup/cpu', pods: 'kubepods', weight: 'cpu.shares' },
  { parent: '/sys/fs/cgroup', pods: 'kubepods', weight: 'cpu.weight' },
  { parent: '/sys/fs/cgroup', pods: 'kubepods.slice', weight: 'cpu.weight' },
];

const NAME = 'catalog-test-hog';

/** Undefined where the pods do not run on this machine, or their group may not be touched. */
export function startHog(): Hog | undefined {
  const place = places.find(({ parent, pods, weight }) => existsSync(join(parent, pods, weight)));
  if (!place || process.getuid?.() !== 0) return undefined;
  const group = join(place.parent, NAME);
  mkdirSync(group, { recursive: true });
  writeFileSync(join(group, place.weight), readFileSync(join(place.parent, place.pods, place.weight)));
  const workers = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
  );
  for (const { pid } of workers) writeFileSync(join(group, 'cgroup.procs'), String(pid));
  return {
    async stop() {
      for (const worker of workers) worker.kill('SIGKILL');
      await eventually(() => rmdirSync(group));
    },
  };
}

/** Pauses a process in the middle of its work until others have decided without it. */
import type { Publication } from './saga-findings.ts';
import type { Draft } from './saga-manager.ts';
import { type Place, type SagaStep, stepOwners } from './saga-orders.ts';
import type { Scene } from './saga-scene.ts';

/** Past its lock a replica takes the step over; past the deadline the saga is undone, by a replica unless the process is alone. */
export type Pause = { place: Place & { step: SagaStep }; past: 'its lock' | 'the deadline' | 'the deadline, alone' };

export async function whilePaused({ place, past }: Pause, scene: Scene, drafts: readonly Draft[]): Promise<Publication[]> {
  const service = stepOwners[place.step];
  const [id] = scene.order([{ ...place, act: 'pause', skip: 0 }]);
  const publishing = scene.publishAll(drafts);
  publishing.catch(() => {}); // what goes wrong until it is awaited is told then
  const sagaId = await scene.happened(id!);
  try {
    if (past !== 'its lock') await scene.givenUp(sagaId);
    if (past !== 'the deadline, alone') await othersEndIt(scene, service);
  } finally {
    scene.catalog.resume(service);
  }
  await scene.over(id!);
  return publishing;
}

async function othersEndIt({ catalog, allEnded }: Scene, service: Parameters<Scene['catalog']['replicate']>[0]): Promise<void> {
  const replica = await catalog.replicate(service);
  try {
    await allEnded();
  } finally {
    await replica.stop();
  }
}

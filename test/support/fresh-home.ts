/** A folder for servers of a run's own: what a killed run left running in it is ended, and its data are deleted. */
import { endLeftovers } from '@catalog/backing-services';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export async function freshHome(folder: string): Promise<string> {
  const home = resolve(folder);
  await endLeftovers(join(home, 'run'));
  await rm(join(home, 'data'), { recursive: true, force: true });
  return home;
}

/** Deploys a process definition; unchanged it makes no new version. Fails when the engine is not there: the caller tries again. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { log } from '@catalog/observability';
import { engineAt } from './engine.ts';

export async function deployProcess(camundaUrl: string, file: URL): Promise<void> {
  const name = basename(file.pathname);
  const form = new FormData();
  form.set('deployment-name', name);
  form.set('enable-duplicate-filtering', 'true');
  form.set('data', new Blob([new Uint8Array(await readFile(file))], { type: 'text/xml' }), name);
  const answer = (await engineAt(camundaUrl).call({ path: '/deployment/create', form })) as { deployedProcessDefinitions: object | null };
  log.info('Process deployed', { file: name, new_version: answer.deployedProcessDefinitions !== null });
}

/** `catalog store`: compares the store with the catalog, repairs it or rebuilds it, while it serves. */
import type { CatalogClient, ReplyOf } from '@catalog/catalog-client';
import { Command } from 'commander';
import { catalogApi } from '../access/index.ts';
import { watchJob } from './watch-job.ts';

type Drift = ReplyOf<'GET', '/api/v1/store/drift'>;

const parts = ['characteristics', 'specifications', 'prices', 'categories', 'offerings', 'documents', 'index'] as const;

export function storeCommands(): Command {
  const store = new Command('store').description('What customers see: checked against the catalog, mended, made anew');
  store
    .command('drift')
    .description('Say what differs from the catalog; ends with 1 where anything does')
    .option('--repair', 'mend it, then look again')
    .action(async ({ repair }: { repair?: true }) => {
      const api = await catalogApi();
      const drift = await show(api);
      if (drift.total === 0) return;
      if (repair) await run(api, '/api/v1/store/drift/repair');
      if (!repair || (await show(api)).total > 0) process.exitCode = 1;
    });
  store
    .command('rebuild')
    .description('Make the read model anew from the catalog, and wait until that is done')
    .action(async () => run(await catalogApi(), '/api/v1/store/rebuild'));
  return store;
}

async function show(api: CatalogClient): Promise<Drift> {
  const { body: drift } = await api.send('GET', '/api/v1/store/drift');
  console.table(parts.map((part) => ({ part, expected: drift[part].expected, differing: drift[part].differing })));
  const differences = parts.flatMap((part) => drift[part].differences.map((difference) => ({ part, ...difference })));
  if (differences.length > 0) console.table(differences);
  console.log(drift.total === 0 ? 'The store is as it should be' : `${drift.total} differ`);
  return drift;
}

async function run(api: CatalogClient, path: '/api/v1/store/rebuild' | '/api/v1/store/drift/repair'): Promise<void> {
  const { body: job } = await api.send('POST', path);
  await watchJob(api, job, (line) => console.log(line));
}

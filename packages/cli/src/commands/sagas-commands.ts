/** `catalog sagas`: lists and shows publications, and retries or cancels them. */
import type { Call, CatalogClient, ReplyOf } from '@catalog/catalog-client';
import { Command } from 'commander';
import { catalogApi } from '../access/index.ts';

type Progress = ReplyOf<'GET', '/api/v1/publications/{saga_id}'>;
type Publication = ReplyOf<'GET', '/api/v1/publications'>['items'][number];
type Query = NonNullable<Call<'GET', '/api/v1/publications'>['query']>;

export function sagasCommands(): Command {
  const sagas = new Command('sagas').description('Publications of offerings, each a saga');
  sagas
    .command('list')
    .description('List them, the newest first')
    .option('--status <status>', 'only those that are running, stuck, published or failed')
    .option('--offering <id>', 'only those of one offering')
    .option('--page <number>', 'further back, 20 at a time', '1')
    .action(async (options: ListOptions) => list(await catalogApi(), options));
  sagas
    .command('show <saga-id>')
    .description('Say how far one has come, step by step')
    .action(async (sagaId: string) => show(await publication(await catalogApi(), sagaId)));
  sagas
    .command('retry <saga-id>')
    .description('Give its stuck steps new attempts, once the cause is mended')
    .action(async (sagaId: string) => retry(await catalogApi(), sagaId));
  sagas
    .command('cancel <saga-id>')
    .description('Have one undone that is not finished')
    .action(async (sagaId: string) => cancel(await catalogApi(), sagaId));
  return sagas;
}

type ListOptions = { status?: Query['status']; offering?: string; page: string };

async function list(api: CatalogClient, { status, offering, page }: ListOptions): Promise<void> {
  const { body } = await api.send('GET', '/api/v1/publications', { query: { status, offering_id: offering, page: Number(page) } });
  if (body.items.length > 0) console.table(body.items.map(inOneLine));
  console.log(`${body.items.length} of ${body.total}`);
  if (!body.engine_available) console.error('The workflow engine does not answer: which of them are stuck is not known.');
}

async function publication(api: CatalogClient, sagaId: string): Promise<Progress> {
  return (await api.send('GET', '/api/v1/publications/{saga_id}', { params: { saga_id: sagaId } })).body;
}

function show(saga: Progress): void {
  const { saga_id, offering_id, correlation_id, failure, steps } = saga;
  const { offering, status, requested_at, took } = inOneLine(saga);
  console.log(`${offering} (${offering_id}): ${status}${failure ? `, ${failure.code}: ${failure.message}` : ''}`);
  console.log(`requested ${requested_at}, ${took === '' ? 'not decided yet' : `decided after ${took}`}; correlation id ${correlation_id}`);
  if (steps)
    console.table(steps.map(({ started_at, ended_at, ...step }) => ({ ...step, started_at, took: duration(started_at, ended_at) })));
  else if (saga.engine_available) console.log('The workflow engine does not know its steps any more.');
  else console.error('The workflow engine does not answer: how far it has come is not known.');
  if (status === 'stuck') console.log(`Once the cause is mended: npm run catalog -- sagas retry ${saga_id}`);
}

async function retry(api: CatalogClient, sagaId: string): Promise<void> {
  const { body } = await api.send('POST', '/api/v1/publications/{saga_id}/retry', { params: { saga_id: sagaId } });
  console.log(
    body.retried_steps === 0 ? `Nothing of ${sagaId} is stuck` : `${body.retried_steps} stuck step(s) of ${sagaId} got new attempts`,
  );
}

/** The API cancels the publication of an offering, so this saga must still be the one that publishes it. */
async function cancel(api: CatalogClient, sagaId: string): Promise<void> {
  const { offering_id, status, ended_at } = await publication(api, sagaId);
  if (ended_at !== null) throw new Error(`It is too late to cancel ${sagaId}: it is ${status}.`);
  await api.send('POST', '/api/v1/offerings/{id}/cancel-publication', { params: { id: offering_id } });
  console.log(`${sagaId} is being undone`);
}

const inOneLine = ({ saga_id, offering_name, status, requested_at, ended_at, failure }: Publication) => ({
  saga_id,
  offering: offering_name ?? '(deleted)',
  status,
  requested_at,
  took: duration(requested_at, ended_at),
  failure: failure?.code ?? '',
});

const duration = (from: string | null, to: string | null): string =>
  from === null || to === null ? '' : `${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1)} s`;

/** Publishes drafts, waits until each is published or has failed, and reports which. */
import type { CatalogClient } from '@catalog/catalog-client';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pMap from 'p-map';
import { RowRefusal } from '../row.ts';
import type { Thing } from '../things.ts';

/** Called once per offering; without a failure it is published. */
export type OnEnded = (id: string, failure?: unknown) => void;

const LIMIT_MS = 300_000;
const LOOK_EVERY_MS = 500;
const AT_ONCE = 8;

export async function publishDrafts(api: CatalogClient, ids: string[], onEnded: OnEnded): Promise<void> {
  const open = new Set(ids);
  const end = (id: string, failure?: unknown) => {
    if (open.delete(id)) onEnded(id, failure);
  };
  await pMap(
    ids,
    async (id) => {
      await api
        .send('POST', '/api/v1/offerings/{id}/publish', { params: { id }, idempotencyKey: randomUUID() })
        .catch((error: unknown) => end(id, error));
    },
    { concurrency: AT_ONCE },
  );
  for (const deadline = performance.now() + LIMIT_MS; open.size > 0; await pause(LOOK_EVERY_MS)) {
    try {
      for (const offering of await api.byIds('offerings', [...open])) endIfSettled(offering, end);
    } catch (error) {
      for (const id of open) end(id, error);
    }
    if (performance.now() > deadline) for (const id of open) end(id, new RowRefusal('NOT_PUBLISHED_YET', 'It is still being published'));
  }
}

function endIfSettled({ id, lifecycle_status, last_publication_error: error }: Thing, end: OnEnded): void {
  if (lifecycle_status === 'PUBLISHED') end(id);
  else if (lifecycle_status !== 'PUBLISHING') {
    end(id, new RowRefusal(error?.code ?? 'WRONG_STATE', `It could not be published: ${error?.message ?? `it is ${lifecycle_status}`}`));
  }
}

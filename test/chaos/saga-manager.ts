/** A catalog manager: makes complete drafts and publishes them, retrying while a service is away. */
import { randomUUID } from 'node:crypto';
import type { Offering, ServiceName } from '@catalog/contracts';
import pg from 'pg';
import { eventually } from '../support/eventually.ts';
import type { ChaosCatalog } from './saga-catalog.ts';
import type { Publication, Sight } from './saga-findings.ts';

/** Of the first revision, or of the next one of what is published; with what each revision of the offering says. */
export type Draft = { id: string; revision: number; sights: readonly Sight[] };

export type Manager = {
  /** Each with a price of its own, and one that it shares with the others. */
  drafts(count: number): Promise<Draft[]>;
  /** As `drafts`, of a specification that has become invalid, which nobody has been told yet. */
  doomedDrafts(count: number): Promise<Draft[]>;
  /** As `drafts`, but the next revisions of offerings that are published: another name, and another price beside the one that all share. */
  nextRevisions(count: number): Promise<Draft[]>;
  publish(draft: Pick<Draft, 'id' | 'revision'>): Promise<Publication>;
  statusOf(draft: Pick<Draft, 'id' | 'revision'>): Promise<string>;
};

type Addresses = Pick<ChaosCatalog, 'urlOf' | 'databaseOf'>;
type Request = { method: 'GET' | 'POST' | 'PUT'; path: string; body?: object };

const ANSWER_WITHIN_MS = 5_000;
const AT_ONCE = 10;
/** Longer than anything is away. */
const PATIENCE_MS = 180_000;

export async function hireManager(catalog: Addresses): Promise<Manager> {
  const { access_token } = await asked<{ access_token: string }>(
    { method: 'POST', path: '/api/v1/auth/login', body: { username: 'admin', password: 'admin' } },
    catalog,
  );
  const ask = <Answer>(request: Request) => asked<Answer>(request, catalog, access_token);
  const create = async (path: string, body: object) => (await ask<{ id: string }>({ method: 'POST', path: `/api/v1/${path}`, body })).id;
  const price = () => create('prices', { name: `Price ${randomUUID()}`, value: 20, unit: 'per month', currency: 'USD' });

  async function specification(): Promise<string> {
    const characteristic = await create('characteristics', { name: `Speed ${randomUUID()}`, value: '100', unit_of_measure: 'Mbps' });
    return create('specifications', { name: `Fibre ${randomUUID()}`, characteristic_ids: [characteristic] });
  }

  const contentOf = async (specification_id: string, shared: string) => ({
    name: `Offering ${randomUUID()}`,
    specification_ids: [specification_id],
    pricing_ids: [shared, await price()],
    sales_channels: ['online'],
  });

  async function publish({ id, revision }: Pick<Draft, 'id' | 'revision'>): Promise<Publication> {
    const path = `/api/v1/offerings/${id}${revision > 1 ? `/revisions/${revision}` : ''}/publish`;
    const { saga_id } = await ask<{ saga_id: string }>({ method: 'POST', path });
    return { offering_id: id, saga_id, revision };
  }

  async function statusOf({ id, revision }: Pick<Draft, 'id' | 'revision'>): Promise<string> {
    const offering = await ask<Offering>({ method: 'GET', path: `/api/v1/offerings/${id}` });
    return (offering.revision === revision ? offering : offering.next_revision)?.lifecycle_status ?? '';
  }

  /** Once the store shows what was published before. */
  async function revised(draft: Draft, specification_id: string, shared: string): Promise<Draft> {
    await eventually(
      async () => {
        const { status } = await fetch(`${catalog.urlOf('store-service')}/api/v1/store/offerings/${draft.id}`);
        if (status !== 200) throw new Error(`the store answers ${status} for offering ${draft.id}`);
      },
      { within: PATIENCE_MS, every: 250 },
    );
    const revision = draft.revision + 1;
    const content = await contentOf(specification_id, shared);
    await ask({ method: 'POST', path: `/api/v1/offerings/${draft.id}/revisions`, body: {} });
    await ask({ method: 'PUT', path: `/api/v1/offerings/${draft.id}/revisions/${revision}`, body: content });
    return { id: draft.id, revision, sights: [...draft.sights, { ...content, revision }] };
  }

  async function draftsOf(specification_id: string, count: number): Promise<Draft[]> {
    const shared = await price();
    const drafts: Draft[] = [];
    for (let left = count; left > 0; left -= AT_ONCE) {
      drafts.push(
        ...(await Promise.all(
          Array.from({ length: Math.min(left, AT_ONCE) }, async () => {
            const content = await contentOf(specification_id, shared);
            return { id: await create('offerings', content), revision: 1, sights: [{ ...content, revision: 1 }] };
          }),
        )),
      );
    }
    return drafts;
  }

  return {
    drafts: async (count) => draftsOf(await specification(), count),
    async doomedDrafts(count) {
      const id = await specification();
      const drafts = await draftsOf(id, count);
      await invalidate(catalog.databaseOf('specification-service'), id);
      return drafts;
    },
    async nextRevisions(count) {
      const [id, shared] = [await specification(), await price()];
      const drafts = await draftsOf(id, count);
      await Promise.all(drafts.map(publish));
      return Promise.all(drafts.map((draft) => revised(draft, id, shared)));
    },
    publish,
    statusOf,
  };
}

/** One key for all tries: however often it is sent, it is done once. */
async function asked<Answer>({ method, path, body }: Request, catalog: Addresses, token?: string): Promise<Answer> {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' }),
    ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
  };
  return eventually(
    async () => {
      const response = await fetch(catalog.urlOf(ownerOf(path)) + path, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text) as Answer;
      throw new (isPassing(response.status, text) ? Error : Refused)(`${method} ${path}: ${response.status} ${text}`);
    },
    { within: PATIENCE_MS, unless: (error) => error instanceof Refused },
  );
}

class Refused extends Error {}

/** What the ingress of a cluster says of a good token while it cannot fetch the keys. */
const WITHOUT_KEYS = 'Jwks remote fetch is failed';

/** 409 is the answer to the repetition of a request that is still under way. */
const isPassing = (status: number, text: string): boolean =>
  status >= 500 || status === 409 || status === 429 || (status === 401 && text === WITHOUT_KEYS);

const owners: Record<string, ServiceName> = {
  auth: 'identity-service',
  characteristics: 'characteristic-service',
  specifications: 'specification-service',
  prices: 'pricing-service',
  offerings: 'offering-service',
};

const ownerOf = (path: string): ServiceName => owners[path.split('/')[3] ?? '']!;

/** The race that is left over between a deletion and a publication, made certain: no event has told of it. */
async function invalidate(databaseUrl: string, specificationId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: ANSWER_WITHIN_MS });
  await client.connect();
  try {
    await client.query('update specifications set invalid = true where id = $1', [specificationId]);
  } finally {
    await client.end();
  }
}

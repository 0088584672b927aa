/** Plays the gateway for the loader: keeps what is created, replays idempotent requests, publishes at once, and counts what it is asked. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type StubThing = { id: string; name: string; [field: string]: unknown };
export type StubCatalog = {
  url: string;
  things: Map<string, StubThing[]>;
  /** How many things were created. */
  created(): number;
  /** Answers these before all else, each once. */
  interruptions: { status: number; headers?: Record<string, string> }[];
  stop(): Promise<void>;
};

const notFound = { status: 404, body: { error: { code: 'NOT_FOUND', message: 'There is no such thing' } } };

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

export async function startStubCatalog(): Promise<StubCatalog> {
  const things = new Map<string, StubThing[]>(
    ['characteristics', 'specifications', 'prices', 'categories', 'offerings'].map((kind) => [kind, []]),
  );
  const answered = new Map<string, StubThing>();
  const interruptions: StubCatalog['interruptions'] = [];
  let created = 0;

  function reply(method: string, url: URL, key: string | undefined, body: { name: string } | undefined): Reply {
    const [, , , kind = '', id, action, , step] = url.pathname.split('/');
    if (kind === 'auth') return { status: 200, body: { access_token: 'token' } };
    if (kind === 'store') return { status: 200, body: { items: ofStatus('PUBLISHED') } };
    const all = things.get(kind) ?? [];
    const found = all.find((each) => each.id === id);
    if (action === 'publish' && found) return publish(found);
    if (action === 'revisions' && found) return revise(found, { method, step, body });
    if (action === 'changes' && found) return method === 'GET' ? changesOf(found) : schedule(found, body);
    if (id) return found ? { status: 200, body: found } : notFound;
    if (method === 'GET') return { status: 200, body: { items: page(all, url.searchParams) } };
    const earlier = answered.get(key ?? '');
    if (earlier) return { status: 201, body: earlier, headers: { 'idempotent-replayed': 'true' } };
    const thing = { id: randomUUID(), ...(kind === 'offerings' && { lifecycle_status: 'DRAFT', revision: 1 }), ...body } as StubThing;
    all.push(thing);
    answered.set(key ?? '', thing);
    created += 1;
    return { status: 201, body: thing };
  }

  function schedule(price: StubThing, body: unknown): Reply {
    price['changes'] = [...((price['changes'] as unknown[] | undefined) ?? []), body];
    created += 1;
    return { status: 201, body };
  }

  function revise(offering: StubThing, { method, step, body }: { method: string; step: string | undefined; body: unknown }): Reply {
    if (method === 'POST' && !step) created += 1;
    if (method === 'PUT') offering['next_revision'] = body;
    if (step === 'publish') Object.assign(offering, offering['next_revision'], { revision: 2, next_revision: null });
    return { status: step === 'publish' ? 202 : method === 'PUT' ? 200 : 201, body: {} };
  }

  const ofStatus = (status: string) => (things.get('offerings') ?? []).filter((each) => each['lifecycle_status'] === status);

  const server = createServer((request, response) => {
    void respond(
      request,
      response,
      (body) =>
        interruptions.shift() ??
        reply(
          request.method ?? '',
          new URL(request.url ?? '', 'http://stub'),
          request.headers['idempotency-key'] as string | undefined,
          body,
        ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    things,
    created: () => created,
    interruptions,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (body: { name: string } | undefined) => Reply,
): Promise<void> {
  const text = (await Array.fromAsync(request as AsyncIterable<Buffer>)).join('');
  const { status, body, headers } = answer(text ? (JSON.parse(text) as { name: string }) : undefined);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === undefined ? '' : JSON.stringify(body));
}

function changesOf({ changes = [] }: StubThing): Reply {
  return { status: 200, body: { total: (changes as unknown[]).length, items: changes } };
}

function publish(offering: StubThing): Reply {
  if (offering['lifecycle_status'] !== 'DRAFT') return { status: 409, body: { error: { code: 'WRONG_STATE', message: 'It is no draft' } } };
  offering['lifecycle_status'] = 'PUBLISHED';
  return { status: 202 };
}

function page(all: StubThing[], query: URLSearchParams): StubThing[] {
  const ids = query.getAll('id');
  if (ids.length > 0) return all.filter(({ id }) => ids.includes(id));
  const after = query.get('after_id') ?? '';
  return all
    .filter(({ id }) => id > after)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .slice(0, Number(query.get('page_size')));
}

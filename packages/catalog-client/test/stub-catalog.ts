/** Stands in for a catalog's gateway: answers as the test says, remembers what it was asked, and lets admin/admin sign in. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
};
type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
export type StubCatalog = {
  url: string;
  asked: Asked[];
  /** What it answers but to signing in; at first 404. */
  answer: (asked: Asked) => Reply;
  stop(): Promise<void>;
};

export async function startStubCatalog(): Promise<StubCatalog> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    const sent = await text(request);
    const { authorization, 'idempotency-key': key } = request.headers;
    const asked: Asked = {
      method: request.method ?? '',
      path: pathname,
      query: searchParams,
      body: sent ? (JSON.parse(sent) as unknown) : undefined,
      authorization,
      idempotencyKey: key as string | undefined,
    };
    catalog.asked.push(asked);
    const { status, body, headers } = pathname === '/api/v1/auth/login' ? signIn(asked) : catalog.answer(asked);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const catalog: StubCatalog = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: () => refused(404, 'NOT_FOUND', 'There is nothing here'),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  let signedIn = 0;
  const signIn = ({ body }: Asked): Reply => {
    const { username, password } = body as { username: string; password: string };
    if (username !== 'admin' || password !== 'admin') return refused(401, 'INVALID_CREDENTIALS', 'Wrong username or password');
    return { status: 200, body: { access_token: `token-${++signedIn}` } };
  };
  return catalog;
}

export const refused = (status: number, code: string, message: string, details: object = {}): Reply => ({
  status,
  body: { error: { code, message, details, correlation_id: 'c-1' } },
});

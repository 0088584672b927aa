/** Stands in for the services the store asks: identity for its token, and the owners of the catalog for what they are given. */
import type { Offering } from '@catalog/contracts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenIssuer } from '../../../../test/support/tokens.ts';
import type { SmallCatalog } from './small-catalog.ts';

export type CatalogOwners = {
  url: string;
  things: (Partial<SmallCatalog> | { offering: Offering })[];
  asked: string[];
  stop(): Promise<void>;
};

const kinds: Record<string, keyof SmallCatalog> = {
  characteristics: 'characteristic',
  specifications: 'specification',
  prices: 'price',
  categories: 'category',
  offerings: 'offering',
};

/** Every request must carry the SERVICE token that identity gave. */
export async function startCatalogOwners(issuer: TokenIssuer): Promise<CatalogOwners> {
  const owners: CatalogOwners = {
    url: '',
    things: [],
    asked: [],
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const bearer = await issuer.bearer('SERVICE');
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://owners');
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/api/v1/auth/token') return answer(200, { access_token: bearer.slice('Bearer '.length), expires_in: 300 });
    owners.asked.push(pathname);
    if (request.headers.authorization !== bearer) return answer(401, {});
    const [, , , collection = '', id] = pathname.split('/');
    const ids = id === undefined ? searchParams.getAll('id') : [id];
    const all = owners.things.flatMap((one) => (one as Partial<SmallCatalog>)[kinds[collection]!] ?? []);
    const items = ids.length > 0 ? all.filter((one) => ids.includes(one.id)) : all;
    if (id === undefined) return answer(200, { total: items.length, page: 1, page_size: 100, items });
    return items[0] ? answer(200, items[0]) : answer(404, {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  owners.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return owners;
}

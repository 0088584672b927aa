import { factsOf, type KeyRing, type Role, type ServiceName, serviceNames } from '@catalog/contracts';
import { type Catalog, startCatalog } from '@catalog/local-runtime';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Forger, forgerWith } from './forged-tokens.ts';

type Request = { method: string; path: string; body?: object };
type Place = { service: ServiceName; read: Request; administration: Request };

const get = (path: string): Request => ({ method: 'GET', path: `/api/v1/${path}` });
const post = (path: string): Request => ({ method: 'POST', path: `/api/v1/${path}` });
const id = randomUUID();

const special: Partial<Record<ServiceName, Omit<Place, 'service'>>> = {
  'identity-service': { read: get('auth/me'), administration: post('auth/users') },
  'offering-service': { read: get('offerings'), administration: post(`offerings/${id}/publish`) },
  'store-service': { read: get('store/search'), administration: post('store/rebuild') },
};

/** Of each service something to read, and something that only administrators may do: what it owns, and creating one. */
const places = serviceNames
  .filter((name) => name !== 'api-gateway')
  .map((service): Place => {
    const owned = factsOf(service).routes![0]!.prefix.replace('/api/v1/', '');
    return { service, ...(special[service] ?? { read: get(owned), administration: post(owned) }) };
  });

describe('Nobody is let in on anybody’s word', function () {
  const home = '.catalog/test/zero-trust';
  let catalog: Catalog, forger: Forger, trap: Server;
  let trapped = 0;

  before(async () => {
    await rm(home, { recursive: true, force: true });
    catalog = await startCatalog({ home, portBase: 0, extraEnvironment: { SEARCH_INDEX: 'zero-trust-offerings' } });
    trap = createServer((_, response) => {
      trapped += 1;
      void forger.trap().then((keys) => response.setHeader('content-type', 'application/json').end(JSON.stringify(keys)));
    }).listen(0, '127.0.0.1');
    await once(trap, 'listening');
    const ring = JSON.parse(await readFile(catalog.environments['identity-service']['JWT_KEYS_FILE']!, 'utf8')) as KeyRing;
    forger = forgerWith(ring, `http://127.0.0.1:${(trap.address() as AddressInfo).port}`);
  });

  after(async () => {
    trap?.close();
    await catalog?.stop();
  });

  const urlOf = (service: Place['service']) => catalog.endpoints.services[service]!.url;

  async function statusOf(url: string, { method, path, body = {} }: Request, headers: Record<string, string> = {}): Promise<number> {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status >= 400) expect(JSON.parse(text).error).to.have.all.keys('code', 'message', 'details', 'correlation_id');
    return response.status;
  }

  for (const { service, read, administration } of places) {
    for (const entrance of [service, 'api-gateway'] as const) {
      describe(`at the ${service}${entrance === service ? '' : ' through the gateway'}`, () => {
        const ask = (request: Request, headers: Record<string, string> = {}) => statusOf(urlOf(entrance), request, headers);

        it('without a token, also under the name of somebody else', async () => {
          expect(await ask(administration)).to.equal(401);
          expect(await ask(administration, { 'x-user-id': randomUUID(), 'x-user-role': 'ADMIN', 'x-forwarded-user': 'admin' })).to.equal(
            401,
          );
        });

        it('with a forged token, whether it is needed or not', async () => {
          for (const [name, forge] of Object.entries(forger.forgeries)) {
            const authorization = await forge();
            expect([name, await ask(administration, { authorization }), await ask(read, { authorization })]).to.eql([name, 401, 401]);
          }
          expect(trapped, 'keys fetched from where a token said').to.equal(0);
        });

        it('as an administrator who is a user, whatever the headers beside the token say', async () => {
          const authorization = await forger.good('USER');
          expect(await ask(read, { authorization })).to.equal(200);
          expect(await ask(administration, { authorization })).to.equal(403);
          expect(
            await ask(administration, { authorization, 'x-user-id': randomUUID(), 'x-user-role': 'ADMIN', 'x-role': 'ADMIN' }),
          ).to.equal(403);
        });

        it('as an administrator who is a service', async () => {
          const authorization = await forger.good('SERVICE');
          expect(await ask(read, { authorization })).to.equal(200);
          expect(await ask(administration, { authorization })).to.equal(403);
        });

        it('but with a token that expired a moment ago, as clocks differ', async () => {
          expect(await ask(read, { authorization: await forger.expiredAMomentAgo() })).to.equal(200);
        });
      });
    }
  }

  const roles: (Role | undefined)[] = [undefined, 'USER', 'ADMIN', 'SERVICE'];
  const asEach = async (url: string, request: Request) =>
    Promise.all(roles.map(async (role) => statusOf(url, request, role ? { authorization: await forger.good(role) } : {})));

  it('to lock or unlock a price through the gateway, not even a service, however the path is written', async () => {
    for (const path of [`prices/${id}/lock`, `prices/${id}/unlock`, `Prices/${id}/LOCK`, `prices/${id}/unlock/`, `prices/${id}/%6cock`]) {
      expect([path, await asEach(urlOf('api-gateway'), post(path))]).to.eql([path, [403, 403, 403, 403]]);
    }
  });

  it('to lock or unlock a price at the pricing service, unless it is a service', async () => {
    for (const action of ['lock', 'unlock']) {
      const request = { ...post(`prices/${id}/${action}`), body: { saga_id: randomUUID() } };
      expect(await asEach(urlOf('pricing-service'), request), 'a service learns that there is no such price').to.eql([401, 403, 403, 404]);
    }
  });

  it('to get a service’s token through the gateway', async () => {
    expect(await asEach(urlOf('api-gateway'), post('auth/token'))).to.eql([403, 403, 403, 403]);
  });

  it('as somebody else: who one is says the token alone', async () => {
    const authorization = await forger.good('USER');
    const [, payload] = authorization.split('.');
    const { sub } = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as { sub: string };
    for (const service of ['identity-service', 'api-gateway'] as const) {
      const response = await fetch(`${urlOf(service)}/api/v1/auth/me`, {
        headers: { authorization, 'x-user-id': id, 'x-user-role': 'ADMIN' },
      });
      expect(await response.json()).to.include({ id: sub, role: 'USER' });
    }
  });
});

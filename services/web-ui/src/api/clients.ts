/** Typed clients of the catalog's API, which call it on behalf of whoever looks at a page. */
import { type CatalogClient, catalogClient } from '@catalog/catalog-client';
import createClient, { type Client } from 'openapi-fetch';
import { headers } from 'next/headers';
import { forwardedHeaders } from '../forwarded-headers.ts';
import { accessToken } from './access-token.ts';
import type { Paths } from './paths.ts';

const TIMEOUT_MS = 6_000;

/** Without a token: what everyone may read is the same for all. */
export const storeApi = (): Promise<Client<Paths>> => clientWith(undefined);

/** With the rights of whoever is signed in. */
export const catalogApi = async (): Promise<Client<Paths>> => clientWith(await accessToken());

/** As `catalogApi`, for exports and imports, which make many calls: it waits and tries again when asked to. */
export const transferApi = async (): Promise<CatalogClient> =>
  catalogClient({ url: process.env['API_GATEWAY_URL'] ?? '', token: (await accessToken()) ?? '', headers: await headersOfRequest() });

async function clientWith(token: string | undefined): Promise<Client<Paths>> {
  return createClient<Paths>({
    baseUrl: process.env['API_GATEWAY_URL'] ?? '',
    headers: { ...(await headersOfRequest()), ...(token && { authorization: `Bearer ${token}` }) },
    fetch: (request) => fetch(request, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) }),
  });
}

/** The client's address and the correlation id, as the web server noted them. */
async function headersOfRequest(): Promise<Record<string, string>> {
  const incoming = await headers();
  const correlationId = incoming.get('x-correlation-id');
  return { ...forwardedHeaders(incoming.get('x-forwarded-for') ?? ''), ...(correlationId && { 'x-correlation-id': correlationId }) };
}

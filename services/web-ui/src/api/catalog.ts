/** The catalog's API, typed by what the services publish about themselves, asked on behalf of whoever looks at a page. */
import { catalogClient, type CatalogClient } from '@catalog/catalog-client';
import createClient, { type Client } from 'openapi-fetch';
import { cookies, headers } from 'next/headers';
import { inTheNameOf } from '../forwarded-headers.ts';
import type { paths as CharacteristicPaths } from './schema/characteristic.d.ts';
import type { paths as IdentityPaths } from './schema/identity.d.ts';
import type { paths as OfferingPaths } from './schema/offering.d.ts';
import type { paths as PricingPaths } from './schema/pricing.d.ts';
import type { paths as SpecificationPaths } from './schema/specification.d.ts';
import type { paths as StorePaths } from './schema/store.d.ts';

type CatalogPaths = CharacteristicPaths & SpecificationPaths & PricingPaths & OfferingPaths & IdentityPaths;

const LIMIT_MS = 6_000;

/** What everyone may read, without telling who asks: such answers are alike for all. */
export const store = (): Promise<Client<StorePaths>> => clientWith<StorePaths>(undefined);

/** With the rights of whoever is signed in. */
export async function catalog(): Promise<Client<CatalogPaths>> {
  return clientWith<CatalogPaths>(await heldToken());
}

/** As `catalog`, for what takes many calls: it waits where it is asked to. */
export const patientCatalog = async (): Promise<CatalogClient> =>
  catalogClient({ url: process.env['API_GATEWAY_URL'] ?? '', token: await heldToken() ?? '', headers: await passedOn() });

const heldToken = async (): Promise<string | undefined> => (await cookies()).get('catalog_access')?.value;

async function clientWith<Paths extends object>(token: string | undefined): Promise<Client<Paths>> {
  return createClient<Paths>({
    baseUrl: process.env['API_GATEWAY_URL'] ?? '',
    headers: { ...await passedOn(), ...(token && { authorization: `Bearer ${token}` }) },
    fetch: (request) => fetch(request, { cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) }),
  });
}

async function passedOn(): Promise<Record<string, string>> {
  const asked = await headers();
  const correlationId = asked.get('x-correlation-id');
  return { ...inTheNameOf(asked.get('x-forwarded-for') ?? ''), ...(correlationId && { 'x-correlation-id': correlationId }) };
}

/** The catalog's API, typed by what the services publish about themselves, asked on behalf of whoever looks at a page. */
import createClient, { type Client } from 'openapi-fetch';
import { cookies, headers } from 'next/headers';
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
  const token = (await cookies()).get('catalog_access')?.value;
  return clientWith<CatalogPaths>(token);
}

async function clientWith<Paths extends object>(token: string | undefined): Promise<Client<Paths>> {
  const asked = await headers();
  const passedOn = ['x-correlation-id', 'x-forwarded-for'].flatMap((name) => {
    const value = asked.get(name);
    return value ? [[name, value]] : [];
  });
  return createClient<Paths>({
    baseUrl: process.env['API_GATEWAY_URL'] ?? '',
    headers: { ...Object.fromEntries(passedOn) as Record<string, string>, ...(token && { authorization: `Bearer ${token}` }) },
    fetch: (request) => fetch(request, { cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) }),
  });
}

/** Who somebody is by the word of the identity service, for what is decided before a page is asked; elsewhere the services decide. */
import { CORRELATION_HEADER, Rejection } from '@catalog/contracts';
import { currentCorrelationId } from '@catalog/observability';
import createClient from 'openapi-fetch';
import { inTheNameOf } from '../../forwarded-headers.ts';
import type { paths } from '../../api/schema/identity.d.ts';

export type Role = 'ADMIN' | 'USER' | 'SERVICE';
/** Undefined for a token that is not, or no longer, good for anything. */
export type RoleOf = (token: string, clientAddress: string) => Promise<Role | undefined>;

const LIMIT_MS = 5_000;

export function roleBehind(gateway: string): RoleOf {
  const client = createClient<paths>({ baseUrl: gateway });
  return async (token, clientAddress) => {
    const headers = { ...inTheNameOf(clientAddress), [CORRELATION_HEADER]: currentCorrelationId(), authorization: `Bearer ${token}` };
    const { data, response } = await client.GET('/api/v1/auth/me', { headers, signal: AbortSignal.timeout(LIMIT_MS) }).catch(() => ({ data: undefined, response: undefined }));
    if (data) return data.role;
    if (response?.status === 401) return undefined;
    throw new Rejection('SERVICE_UNAVAILABLE', 'The catalog does not answer at the moment');
  };
}

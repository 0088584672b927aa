/** A service's own token for calls without a user: fetched by client credentials, kept until shortly before it expires. */
import { Rejection } from '@catalog/contracts';
import { cachedFor } from '@catalog/timing';
import type { ServiceClient } from './create-client.ts';

export type ServiceToken = () => Promise<string>;

const RENEW_BEFORE_EXPIRY_MS = 30_000;

/** Resolves to an Authorization header; refuses with SERVICE_UNAVAILABLE while the identity service gives none. */
export function serviceToken(identity: ServiceClient, credentials: { client_id: string; client_secret: string }): ServiceToken {
  const current = cachedFor(
    ({ goodForMs }) => goodForMs,
    async () => {
      const { status, body } = await identity.post('/api/v1/auth/token', { body: { grant_type: 'client_credentials', ...credentials } });
      if (status !== 200) throw new Rejection('SERVICE_UNAVAILABLE', 'The identity service refuses this service a token');
      const { access_token, expires_in } = body as { access_token: string; expires_in: number };
      return { authorization: `Bearer ${access_token}`, goodForMs: expires_in * 1000 - RENEW_BEFORE_EXPIRY_MS };
    },
  );
  return async () => (await current()).authorization;
}

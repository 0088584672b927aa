/** A service's own token for calls without a user: fetched by client credentials, kept until shortly before it expires. */
import { Rejection } from '@catalog/contracts';
import type { ServiceClient } from './create-client.ts';

export type ServiceToken = () => Promise<string>;

const RENEW_BEFORE_EXPIRY_MS = 30_000;

/** Resolves to an Authorization header; refuses with SERVICE_UNAVAILABLE while the identity service gives none. */
export function serviceToken(identity: ServiceClient, credentials: { client_id: string; client_secret: string }): ServiceToken {
  let held: { authorization: string; renewAt: number } | undefined;
  let fetching: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const { status, body } = await identity.post('/api/v1/auth/token', { body: { grant_type: 'client_credentials', ...credentials } });
    if (status !== 200) throw new Rejection('SERVICE_UNAVAILABLE', 'The identity service refuses this service a token');
    const { access_token, expires_in } = body as { access_token: string; expires_in: number };
    held = { authorization: `Bearer ${access_token}`, renewAt: Date.now() + expires_in * 1000 - RENEW_BEFORE_EXPIRY_MS };
    return held.authorization;
  }

  return async () => {
    if (held && Date.now() < held.renewAt) return held.authorization;
    fetching ??= fetchToken().finally(() => { fetching = undefined; });
    return fetching;
  };
}

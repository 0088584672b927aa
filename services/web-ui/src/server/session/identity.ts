/** Signing in, staying signed in and signing out, by the identity service behind the gateway. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import { currentCorrelationId } from '@catalog/observability';
import createClient from 'openapi-fetch';
import { inTheNameOf } from '../../forwarded-headers.ts';
import type { components, paths } from '../../api/schema/identity.d.ts';

export type Tokens = { access_token: string; expires_in: number; refresh_token: string; refresh_expires_in: number };
export type Refusal = { code: string; retryAfterSeconds: number | undefined };
export type SignedIn = { tokens: Tokens } | { refusal: Refusal };

export type Identity = {
  signIn(user: { username: string; password: string }, clientAddress: string): Promise<SignedIn>;
  /** A refresh token works once. */
  refresh(refreshToken: string, clientAddress: string): Promise<SignedIn>;
  signOut(tokens: { access_token: string; refresh_token: string }, clientAddress: string): Promise<void>;
};

const LIMIT_MS = 5_000;

export function identityAt(gateway: string): Identity {
  const client = createClient<paths>({ baseUrl: gateway });
  const options = (clientAddress: string) => ({
    headers: { [CORRELATION_HEADER]: currentCorrelationId(), ...inTheNameOf(clientAddress) },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  return {
    signIn: (body, address) => orUnavailable(client.POST('/api/v1/auth/login', { body, ...options(address) })),
    refresh: (refresh_token, address) => orUnavailable(client.POST('/api/v1/auth/refresh', { body: { refresh_token }, ...options(address) })),
    async signOut({ access_token, refresh_token }, address) {
      const { headers, signal } = options(address);
      const authorization = `Bearer ${access_token}`;
      await client.POST('/api/v1/auth/logout', { body: { refresh_token }, headers: { ...headers, authorization }, signal });
    },
  };
}

type Answer = { data?: Tokens; error?: components['schemas']['Error']; response: Response };

async function orUnavailable(asked: Promise<Answer>): Promise<SignedIn> {
  try {
    const { data, error, response } = await asked;
    if (data) return { tokens: data };
    return refused(error?.error.code ?? 'SERVICE_UNAVAILABLE', Number(response.headers.get('retry-after')) || undefined);
  } catch {
    return refused('SERVICE_UNAVAILABLE');
  }
}

const refused = (code: string, retryAfterSeconds?: number): SignedIn => ({ refusal: { code, retryAfterSeconds } });

/** The identity service behind the gateway: signs users in and out, exchanges refresh tokens, and says whose an access token is. */
import { CORRELATION_HEADER, Rejection, type Role } from '@catalog/contracts';
import { currentCorrelationId } from '@catalog/observability';
import createClient from 'openapi-fetch';
import type { Paths } from '../../api/paths.ts';
import { forwardedHeaders } from '../../forwarded-headers.ts';

export type Tokens = { access_token: string; expires_in: number; refresh_token: string; refresh_expires_in: number };
type Refusal = { code: string; retryAfterSeconds: number | undefined };
export type SignInResult = { tokens: Tokens } | { refusal: Refusal };

export type Identity = {
  signIn(user: { username: string; password: string }, clientAddress: string): Promise<SignInResult>;
  /** A refresh token works once. */
  refresh(refreshToken: string, clientAddress: string): Promise<SignInResult>;
  signOut(tokens: { access_token: string; refresh_token: string }, clientAddress: string): Promise<void>;
  /** Undefined for a token that is not, or no longer, valid. Throws while the identity service cannot be asked. */
  roleOf(accessToken: string, clientAddress: string): Promise<Role | undefined>;
};

const TIMEOUT_MS = 5_000;

export function identityAt(gateway: string): Identity {
  const client = createClient<Paths>({ baseUrl: gateway });
  const options = (clientAddress: string, accessToken?: string) => ({
    headers: {
      ...forwardedHeaders(clientAddress),
      [CORRELATION_HEADER]: currentCorrelationId(),
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return {
    signIn: (body, address) => resultOf(client.POST('/api/v1/auth/login', { body, ...options(address) })),
    refresh: (refresh_token, address) => resultOf(client.POST('/api/v1/auth/refresh', { body: { refresh_token }, ...options(address) })),
    async signOut({ access_token, refresh_token }, address) {
      await client.POST('/api/v1/auth/logout', { body: { refresh_token }, ...options(address, access_token) });
    },
    async roleOf(accessToken, address) {
      const { data, response } = await client
        .GET('/api/v1/auth/me', options(address, accessToken))
        .catch(() => ({ data: undefined, response: undefined }));
      if (data) return data.role;
      if (response?.status === 401) return undefined;
      throw new Rejection('SERVICE_UNAVAILABLE', 'The catalog is not available at the moment');
    },
  };
}

type Answer = { data?: Tokens; error?: { error: { code: string } }; response: Response };

async function resultOf(request: Promise<Answer>): Promise<SignInResult> {
  try {
    const { data, error, response } = await request;
    if (data) return { tokens: data };
    return refused(error?.error.code ?? 'SERVICE_UNAVAILABLE', Number(response.headers.get('retry-after')) || undefined);
  } catch {
    return refused('SERVICE_UNAVAILABLE');
  }
}

const refused = (code: string, retryAfterSeconds?: number): SignInResult => ({ refusal: { code, retryAfterSeconds } });

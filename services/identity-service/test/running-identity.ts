/** A real identity service on a database of its own, its API as a client calls it, and the users of a demo signed in. */
import { randomUUID } from 'node:crypto';
import { type Answer, type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import type { TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { encodedKey } from './private-key.ts';

export type RunningIdentity = Client & {
  service: RunningService;
  databaseUrl: string;
  /** One more process on the same database, as another replica or after a restart; whoever starts it stops it. */
  startAnother(environment?: Record<string, string>): Promise<Client & { service: RunningService }>;
  stop(): Promise<number | null>;
};

type Client = ApiClient<typeof api> & {
  signIn(username: string, password: string, headers?: Record<string, string>): Promise<Answer>;
  refresh(refresh_token: string): Promise<Answer>;
  /** Signs the users of a demo in anew, after their tokens were revoked. */
  signInAnew(): void;
  /** A new user; the password is "long enough". */
  created(changes?: object): Promise<{ id: string; username: string }>;
};

export const aName = () => `u-${randomUUID()}`;

export async function startIdentity(environment: Record<string, string> = {}): Promise<RunningIdentity> {
  const database = await createTestDatabase();
  const settings = {
    DATABASE_URL: database.url,
    ENVIRONMENT: 'demo',
    JWT_PRIVATE_KEY: encodedKey(),
    SERVICE_CLIENTS: '{"store-service": "sesame"}',
    ...environment,
  };
  const startAnother = async (changes: Record<string, string> = {}) => {
    const service = await startService('identity-service', { ...settings, ...changes });
    return { service, ...clientOf(service.url) };
  };
  try {
    const first = await startAnother();
    const stop = async () => {
      const code = await first.service.stop();
      await database.drop();
      return code;
    };
    return { ...first, databaseUrl: database.url, startAnother, stop };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

function clientOf(url: string): Client {
  const bearers = new Map<string, Promise<string>>();
  const bearer: TokenIssuer['bearer'] = (role) => {
    const known = bearers.get(role) ?? fetchBearer(role);
    bearers.set(role, known);
    return known;
  };
  const { call, untested } = apiClient(url, api, { jwksUrl: '', bearer, stop: async () => {} });

  async function fetchBearer(role: string): Promise<string> {
    const credentials = { grant_type: 'client_credentials', client_id: 'store-service', client_secret: 'sesame' };
    const { body } =
      role === 'SERVICE' ? await call('issueServiceToken', { body: credentials }) : await signIn(role.toLowerCase(), role.toLowerCase());
    return `Bearer ${body.access_token}`;
  }

  const signIn: Client['signIn'] = (username, password, headers = {}) => call('login', { body: { username, password }, headers });
  return {
    call,
    untested,
    signIn,
    signInAnew: () => bearers.clear(),
    refresh: (refresh_token) => call('refresh', { body: { refresh_token } }),
    created: async (changes = {}) =>
      (await call('createUser', { as: 'ADMIN', body: { username: aName(), password: 'long enough', role: 'USER', ...changes } })).body,
  };
}

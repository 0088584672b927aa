/** The gateway, a service to read from, and the identity service with and without its lockout, on servers of their own. */
import { createServiceDatabase, startBackingServices } from '@catalog/backing-services';
import { newRingKey } from '@catalog/contracts';
import { startService } from '../support/start-service.ts';

export type SignInScene = {
  /** `strict` locks out as in production; `lenient` never does. */
  signIn(
    username: string,
    password: string,
    identity: 'strict' | 'lenient',
  ): Promise<{ status: number; retryAfter: number; token: string | undefined }>;
  tokenOf(username: string, password: string): Promise<string>;
  /** One read through the gateway, and how long it took. */
  read(token: string): Promise<number>;
  stop(): Promise<void>;
};

const NO_LIMIT = '10000000';

export async function startSignInScene(home: string): Promise<SignInScene> {
  const running = new AsyncDisposableStack();
  const start = async (name: string, environment: Record<string, string>) => {
    const service = await startService(name, { LOG_LEVEL: 'INFO', ...environment });
    running.defer(async () => {
      await service.stop();
    });
    return service.url;
  };
  try {
    const { servers, stop } = await startBackingServices({
      dataDirectory: `${home}/data`,
      logDirectory: `${home}/log`,
      only: ['postgres', 'rabbitmq'],
      durable: true,
    });
    running.defer(stop);
    const identity = {
      DATABASE_URL: await createServiceDatabase(servers.postgres.url, 'login-identity', 'login'),
      ENVIRONMENT: 'demo',
      JWT_PRIVATE_KEY: Buffer.from(newRingKey(new Date().toISOString()).private_key).toString('base64'),
    };
    const strict = await start('identity-service', identity);
    const lenient = await start('identity-service', { ...identity, LOCKOUT_AFTER_FAILURES: NO_LIMIT });
    const JWKS_URL = `${lenient}/api/v1/auth/jwks`;
    const characteristics = await start('characteristic-service', {
      DATABASE_URL: await createServiceDatabase(servers.postgres.url, 'login-characteristics', 'login'),
      RABBITMQ_URL: servers.rabbitmq.url,
      JWKS_URL,
    });
    const gateway = (IDENTITY_SERVICE_URL: string) =>
      start('api-gateway', {
        IDENTITY_SERVICE_URL,
        JWKS_URL,
        CHARACTERISTIC_SERVICE_URL: characteristics,
        RATE_LIMIT_PER_MINUTE: NO_LIMIT,
        LOGIN_LIMIT_PER_MINUTE: NO_LIMIT,
      });
    const gateways = { strict: await gateway(strict), lenient: await gateway(lenient) };
    return { ...clientOf(gateways), stop: () => running.disposeAsync() };
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

function clientOf(gateways: { strict: string; lenient: string }): Omit<SignInScene, 'stop'> {
  const signIn: SignInScene['signIn'] = async (username, password, identity) => {
    const response = await fetch(`${gateways[identity]}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    return { status: response.status, retryAfter: Number(response.headers.get('retry-after') ?? 1), token };
  };
  return {
    signIn,
    async tokenOf(username, password) {
      const { status, token } = await signIn(username, password, 'lenient');
      if (!token) throw new Error(`${username} was not let in: ${status}`);
      return token;
    },
    async read(token) {
      const begun = performance.now();
      const response = await fetch(`${gateways.lenient}/api/v1/characteristics`, { headers: { authorization: `Bearer ${token}` } });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`A read was answered with ${response.status}`);
      return performance.now() - begun;
    },
  };
}

/** A gateway as a process between a test and six services that a test plays. */
import { addressVariable } from '@catalog/contracts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { upstreams } from '../src/routes.ts';
import { startStub, type Stub } from './stub-upstreams.ts';

export const names = ['identity', 'characteristic', 'specification', 'pricing', 'offering', 'store'] as const;
export type Name = (typeof names)[number];

const NOBODY = 'http://127.0.0.1:1';

/** `subject`: which of several callers. */
export type Init = RequestInit & { as?: 'ADMIN' | 'USER' | 'SERVICE'; subject?: string | undefined; at?: RunningService; duplex?: 'half' };
// What a stub says is of any shape.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Reply = { status: number; headers: Headers; text: string; body: any };

export type Stage = {
  issuer: TokenIssuer;
  stubs: Record<Name, Stub>;
  gateway: RunningService;
  startGateway(environment?: Record<string, string>): Promise<RunningService>;
  /** At the stage's own gateway, unless told where. */
  call(path: string, init?: Init): Promise<Reply>;
  /** All that the stage's own gateway counts. */
  metrics(): Promise<string>;
  /** Stops everything, and gives the exit code of the gateway. */
  stop(): Promise<number | null>;
};

export async function openStage(environment: Record<string, string> = {}): Promise<Stage> {
  const issuer = await startTokenIssuer();
  const stubs = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await startStub()]))) as Record<Name, Stub>;
  const addresses = Object.fromEntries(upstreams.map((name) => [addressVariable(name), stubs[name.replace('-service', '') as Name]?.url ?? NOBODY]));
  const startGateway: Stage['startGateway'] = (more = {}) =>
    startService('api-gateway', { JWKS_URL: issuer.jwksUrl, ...addresses, ...environment, ...more });
  const gateway = await startGateway();
  return {
    issuer,
    stubs,
    gateway,
    startGateway,
    async call(path, { as, subject, at = gateway, headers, ...rest } = {}) {
      const response = await fetch(at.url + path, {
        ...rest,
        headers: { ...(as && { authorization: await issuer.bearer(as, subject ? { subject } : {}) }), ...(headers as Record<string, string>) },
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : undefined };
    },
    metrics: async () => (await fetch(gateway.metricsUrl)).text(),
    async stop() {
      const code = await gateway.stop();
      await Promise.all([...Object.values(stubs).map((stub) => stub.stop()), issuer.stop()]);
      return code;
    },
  };
}

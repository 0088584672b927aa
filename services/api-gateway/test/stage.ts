/** Runs a gateway as a process in front of six services that the test plays. */
import { addressVariable } from '@catalog/contracts';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { upstreams } from '../src/routing/index.ts';
import { echo, startStubUpstream, type StubUpstream } from './stub-upstreams.ts';

export const names = ['identity', 'characteristic', 'specification', 'pricing', 'offering', 'store'] as const;
export type Name = (typeof names)[number];

/** A path of each service. */
export const pathOf: Record<Name, string> = {
  identity: '/api/v1/auth/jwks',
  characteristic: '/api/v1/characteristics',
  specification: '/api/v1/specifications',
  pricing: '/api/v1/prices',
  offering: '/api/v1/offerings',
  store: '/api/v1/store/search',
};

/** Where a service stands that no stub plays. */
const NOBODY = 'http://127.0.0.1:1';

/** `subject`: which of several callers. */
type Init = RequestInit & { as?: 'ADMIN' | 'USER' | 'SERVICE'; subject?: string | undefined; at?: RunningService; duplex?: 'half' };
// What a stub says is of any shape.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Reply = { status: number; headers: Headers; text: string; body: any };

export type Stage = {
  issuer: TokenIssuer;
  stubs: Record<Name, StubUpstream>;
  gateway: RunningService;
  startGateway(environment?: Record<string, string>): Promise<RunningService>;
  /** At the stage's own gateway, unless told where. */
  call(path: string, init?: Init): Promise<Reply>;
  /** Of the stage's own gateway, as are the circuits. */
  metrics(): Promise<string>;
  circuitOf(name: Name): Promise<'closed' | 'half-open' | 'open'>;
  /** The stub answers again, and the circuit closes. */
  expectRecovery(name: Name): Promise<void>;
  /** Stops everything, and gives the exit code of the gateway. */
  stop(): Promise<number | null>;
};

export async function openStage(environment: Record<string, string> = {}): Promise<Stage> {
  const issuer = await startTokenIssuer();
  const stubs = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await startStubUpstream()]))) as Record<
    Name,
    StubUpstream
  >;
  const addressOf = (service: string) => stubs[service.replace('-service', '') as Name]?.url ?? NOBODY;
  const addresses = Object.fromEntries(upstreams.map((name) => [addressVariable(name), addressOf(name)]));
  const startGateway: Stage['startGateway'] = (more = {}) =>
    startService('api-gateway', { JWKS_URL: issuer.jwksUrl, ...addresses, ...environment, ...more });
  const gateway = await startGateway();
  const call: Stage['call'] = async (path, { as, subject, at = gateway, headers, ...rest } = {}) => {
    const response = await fetch(at.url + path, {
      ...rest,
      headers: {
        ...(as && { authorization: await issuer.bearer(as, subject ? { subject } : {}) }),
        ...(headers as Record<string, string>),
      },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : undefined };
  };
  const metrics = async () => (await fetch(gateway.metricsUrl)).text();
  const circuitOf: Stage['circuitOf'] = async (name) => {
    const value = new RegExp(`gateway_circuit_state{upstream="${name}-service"} (\\d)`).exec(await metrics())?.[1];
    return (['closed', 'half-open', 'open'] as const)[Number(value)]!;
  };
  return {
    issuer,
    stubs,
    gateway,
    startGateway,
    call,
    metrics,
    circuitOf,
    async expectRecovery(name) {
      stubs[name].answerWith(echo);
      await eventually(async () => {
        await call(pathOf[name], { as: 'ADMIN' });
        expect(await circuitOf(name)).to.equal('closed');
      });
    },
    async stop() {
      const code = await gateway.stop();
      await Promise.all([...Object.values(stubs).map((stub) => stub.stop()), issuer.stop()]);
      return code;
    },
  };
}

/** Decides whether a request may go on: its rate, its token, and its role as far as the path alone tells; the services decide the rest. */
import { Rejection } from '@catalog/contracts';
import type { Authenticate, Caller } from '@catalog/http/server';
import type { Headers } from './headers.ts';
import { loginKey, perMinute, type RateLimit, rateHeaders, requestKey, tooMany } from './rate-limit.ts';
import { type Access, accessTo, LOGIN, type Route } from './routes.ts';

export type RateSettings = { requestsPerMinute: number; loginsPerMinute: number };
export type Asking = {
  method: string;
  path: string;
  authorization: string | undefined;
  /** The client's. */
  address: string;
};
/** Resolves to the caller, if there is one; `said` takes the headers that belong to the answer, whatever it is. */
export type Admit = (route: Route, asking: Asking, said: Headers) => Promise<Caller | undefined>;

export function createAdmission(authenticate: Authenticate, { requestsPerMinute, loginsPerMinute }: RateSettings): Admit {
  const requests = perMinute(requestsPerMinute);
  const logins = perMinute(loginsPerMinute);
  return async (route, { method, path, authorization, address }, said) => {
    const { caller, refusal } = await identified(authenticate, authorization);
    await count(said, requests, requestKey(caller, address));
    if (`${method} ${path}` === LOGIN) await count(said, logins, loginKey(address));
    if (refusal) throw refusal;
    requireRole(accessTo(route, method, path), caller);
    return caller;
  };
}

/** A refused token is counted before it is answered, so that guessing is limited too. */
async function identified(authenticate: Authenticate, authorization: string | undefined): Promise<{ caller?: Caller | undefined; refusal?: Rejection }> {
  try {
    return { caller: await authenticate(authorization || undefined) };
  } catch (error) {
    if (error instanceof Rejection) return { refusal: error };
    throw error;
  }
}

async function count(said: Headers, limit: RateLimit, key: string): Promise<void> {
  const standing = await limit(key);
  Object.assign(said, rateHeaders(standing));
  if (standing.isExceeded) throw tooMany(standing);
}

function requireRole(access: Access, caller: Caller | undefined): void {
  if (access === 'public') return;
  if (!caller) throw new Rejection('UNAUTHENTICATED', 'Sign in first: this needs a bearer token');
  if (!access.includes(caller.role)) {
    const message = `This needs the role ${access.join(' or ')}; you have ${caller.role}`;
    throw new Rejection('FORBIDDEN', message, { required_roles: [...access] });
  }
}

/** Who asks, counted against their rate; and whether they may go on, as far as the path alone tells: the services decide the rest. */
import { Rejection } from '@catalog/contracts';
import { type Authenticate, authorize, type Caller, perMinute, type RateLimitStatus, refuseExcess } from '@catalog/http/server';
import type { Headers } from '../headers/index.ts';
import type { Access } from '../routing/index.ts';
import { loginKey, rateHeaders, requestKey, weightOf } from './rate-limit.ts';

export type RateSettings = { requestsPerMinute: number; loginsPerMinute: number };
export type Asking = {
  authorization: string | undefined;
  /** The client's. */
  address: string;
  isLogin: boolean;
  /** What it says of its body. */
  contentLength: string | undefined;
};
/** The caller, if there is one; `refusal` if the token is no good. */
export type Counted = { caller?: Caller | undefined; refusal?: Rejection };
/** Refuses when it is too many; `said` takes the headers that belong to the answer, whatever it is. */
export type Count = (asking: Asking, said: Headers) => Promise<Counted>;

export function createCount(authenticate: Authenticate, { requestsPerMinute, loginsPerMinute }: RateSettings): Count {
  const requests = perMinute(requestsPerMinute);
  const logins = perMinute(loginsPerMinute);
  return async ({ authorization, address, isLogin, contentLength }, said) => {
    const counted = await identified(authenticate, authorization);
    await tellOrRefuse(said, await requests(requestKey(counted.caller, address), weightOf(contentLength)));
    if (isLogin) await tellOrRefuse(said, await logins(loginKey(address)));
    return counted;
  };
}

/** The caller, if there is one and they may. */
export function admitted({ caller, refusal }: Counted, access: Access): Caller | undefined {
  if (refusal) throw refusal;
  authorize(access, caller);
  return caller;
}

/** A refused token is counted before it is answered, so that guessing is limited too. */
async function identified(authenticate: Authenticate, authorization: string | undefined): Promise<Counted> {
  try {
    return { caller: await authenticate(authorization || undefined) };
  } catch (error) {
    if (error instanceof Rejection) return { refusal: error };
    throw error;
  }
}

async function tellOrRefuse(said: Headers, status: RateLimitStatus): Promise<void> {
  Object.assign(said, rateHeaders(status));
  await refuseExcess(status);
}

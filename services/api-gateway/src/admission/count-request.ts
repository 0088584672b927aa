/** Identifies the caller of a request and counts it against their rate limit. */
import { Rejection } from '@catalog/contracts';
import { type Authenticate, type Caller, perMinute, type RateLimitStatus, refuseExcess } from '@catalog/http/server';
import type { Headers } from '../headers/index.ts';
import { loginKey, rateLimitHeaders, requestKey, weightOf } from './rate-limit.ts';

export type RateSettings = { requestsPerMinute: number; loginsPerMinute: number };
type CountedRequest = {
  authorization: string | undefined;
  /** The client's address. */
  address: string;
  isLogin: boolean;
  /** As the client declares it. */
  contentLength: string | undefined;
};
/** The caller, if a token names one; `refusal` if the token is not valid. */
export type Identity = { caller?: Caller | undefined; refusal?: Rejection };
/** Throws TOO_MANY_REQUESTS; adds to `responseHeaders` what every answer says of the limit, whatever it is. */
export type CountRequest = (request: CountedRequest, responseHeaders: Headers) => Promise<Identity>;

export function createRequestCounter(authenticate: Authenticate, { requestsPerMinute, loginsPerMinute }: RateSettings): CountRequest {
  const requests = perMinute(requestsPerMinute);
  const logins = perMinute(loginsPerMinute);
  return async ({ authorization, address, isLogin, contentLength }, responseHeaders) => {
    const identity = await identify(authenticate, authorization);
    await enforce(await requests(requestKey(identity.caller, address), weightOf(contentLength)), responseHeaders);
    if (isLogin) await enforce(await logins(loginKey(address)), responseHeaders);
    return identity;
  };
}

/** An invalid token is no exception yet: the request is counted first, so that guessing tokens is limited too. */
async function identify(authenticate: Authenticate, authorization: string | undefined): Promise<Identity> {
  try {
    return { caller: await authenticate(authorization || undefined) };
  } catch (error) {
    if (error instanceof Rejection) return { refusal: error };
    throw error;
  }
}

async function enforce(status: RateLimitStatus, responseHeaders: Headers): Promise<void> {
  Object.assign(responseHeaders, rateLimitHeaders(status));
  await refuseExcess(status);
}

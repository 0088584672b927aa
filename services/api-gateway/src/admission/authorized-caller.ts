/** The caller of a request, if its path alone allows them to go on; the services check every operation again. */
import { authorize, type Caller } from '@catalog/http/server';
import type { Access } from '../routing/index.ts';
import type { Identity } from './count-request.ts';

/** Undefined for anonymous requests. Throws UNAUTHENTICATED or FORBIDDEN. */
export function authorizedCaller({ caller, refusal }: Identity, access: Access): Caller | undefined {
  if (refusal) throw refusal;
  authorize(access, caller);
  return caller;
}

/** Signs in to a catalog that may still be starting, or starting a service again: waits a minute for it to answer. */
import { type CatalogClient, signIn } from '@catalog/catalog-client';

const retries = { attempts: 16, longestPauseMs: 5_000, whenUnreachable: true };

export const signInTo = (gateway: string, credentials: { username: string; password: string }, signal?: AbortSignal): Promise<CatalogClient> =>
  signIn({ url: gateway, credentials, signal, retries });

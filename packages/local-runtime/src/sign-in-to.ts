/** Signs in to a catalog on this machine, and has its client wait up to a minute while a service is being restarted. */
import { type CatalogClient, type Credentials, signIn } from '@catalog/catalog-client';

const retries = { attempts: 16, longestPauseMs: 5_000, whenUnreachable: true };

export const signInTo = (url: string, credentials: Credentials, signal?: AbortSignal): Promise<CatalogClient> =>
  signIn({ url, credentials, signal, retries });

/** Reads where the catalog that runs on this machine has its services and servers, and how to sign in. */
import { readFile } from 'node:fs/promises';

export type RunningCatalog = {
  services: { 'api-gateway'?: { url: string } };
  servers: { postgres: { url: string }; rabbitmq: { url: string }; elasticsearch: { url: string } };
  credentials: { admin?: { username: string; password: string } };
};

export const endpointsFile = (environment: NodeJS.ProcessEnv): string => `${environment['CATALOG_HOME'] ?? '.catalog'}/endpoints.json`;

/** Undefined if none runs: the file exists exactly as long as the catalog runs. */
export async function runningCatalog(environment: NodeJS.ProcessEnv): Promise<RunningCatalog | undefined> {
  const text = await readFile(endpointsFile(environment), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RunningCatalog);
}

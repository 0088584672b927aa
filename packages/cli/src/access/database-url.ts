/** The address of a service's database: DATABASE_URL, or in the catalog running on this machine. */
import { endpointsFile, runningCatalog } from './running-catalog.ts';

export async function databaseUrlOf(service: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (environment['DATABASE_URL']) return environment['DATABASE_URL'];
  const running = await runningCatalog(environment);
  if (!running) {
    throw new Error(
      `No catalog runs here (there is no ${endpointsFile(environment)}): start one, or set DATABASE_URL to the database of ${service}.`,
    );
  }
  const url = new URL(running.servers.postgres.url);
  url.pathname = `/${service.replaceAll('-', '_')}`;
  return url.href;
}

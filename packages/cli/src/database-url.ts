/** Where a service's database is: DATABASE_URL says so, else the catalog that runs on this machine. */
import { readFile } from 'node:fs/promises';

export async function databaseUrlOf(service: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (environment['DATABASE_URL']) return environment['DATABASE_URL'];
  const file = `${environment['CATALOG_HOME'] ?? '.catalog'}/endpoints.json`;
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`No catalog runs here (there is no ${file}): start one, or set DATABASE_URL to the database of ${service}.`);
  });
  const { servers } = JSON.parse(text) as { servers: { postgres: { url: string } } };
  const url = new URL(servers.postgres.url);
  url.pathname = `/${service.replaceAll('-', '_')}`;
  return url.href;
}

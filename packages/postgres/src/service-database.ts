/** A service's database as a service starts with it: at the newest schema, with a look at its health, rid of old rows now and then. */
import { connect, type Database, databaseHealth, type DatabaseHealth } from './connection/index.ts';
import { migrate } from './migrate/index.ts';
import { startTableRetention, type TableRetention } from './retention/index.ts';

type Options = { url: string; migrations: URL; tables: readonly TableRetention[] };

/** `resources` close it. */
export async function openServiceDatabase(
  { url, migrations, tables }: Options,
  resources: AsyncDisposableStack,
): Promise<{ database: Database; health: DatabaseHealth }> {
  const database = resources.adopt(await connect(url), (pool) => pool.end());
  await migrate(database, migrations);
  const health = resources.adopt(databaseHealth(url), (open) => open.close());
  resources.adopt(startTableRetention(database, tables), (running) => running.stop());
  return { database, health };
}

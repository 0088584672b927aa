/** Waits until a service's replica has a thing at this version or a later one. */
import pg from 'pg';
import { eventually } from './eventually.ts';

export async function untilReplicaHas(databaseUrl: string, table: string, { id, version }: { id: string; version: number }): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await eventually(async () => {
      const { rowCount } = await client.query(`select from ${pg.escapeIdentifier(table)} where id = $1 and version >= $2`, [id, version]);
      if (rowCount === 0) throw new Error(`${table} does not have ${id} at version ${version}`);
    });
  } finally {
    await client.end();
  }
}

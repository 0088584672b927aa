import { usersOf } from '@catalog/contracts';
import { expect } from 'chai';
import pg from 'pg';
import { secretOf } from './cluster.ts';
import { openTunnel, type Tunnel } from './tunnel.ts';

const withDatabase = [...usersOf('postgres'), 'camunda'];
const PERMISSION_DENIED = '42501';

describe('The databases', function () {
  this.timeout(120_000);
  let postgres: Tunnel;

  before(async () => {
    postgres = await openTunnel('postgres', 5432);
  });
  after(() => postgres?.stop());

  it('let in their own service’s role and no other’s', async () => {
    for (const owner of withDatabase) {
      const password = await secretOf(owner, 'DATABASE_PASSWORD');
      for (const database of withDatabase) {
        expect(await entering(nameOf(owner), password, nameOf(database)), `${owner} in ${database}`).to.equal(
          owner === database ? 'in' : PERMISSION_DENIED,
        );
      }
    }
  });

  const nameOf = (owner: string): string => owner.replace('-', '_');

  async function entering(role: string, password: string, database: string): Promise<string> {
    const client = new pg.Client({
      connectionString: `postgresql://${role}:${password}@${postgres.host}/${database}`,
      connectionTimeoutMillis: 10_000,
    });
    try {
      await client.connect();
      return 'in';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
});

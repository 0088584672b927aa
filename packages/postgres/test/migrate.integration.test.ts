import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';

describe('migrations', () => {
  let own: TestDatabase;
  let database: Awaited<ReturnType<typeof connect>>;
  let folder: string;

  beforeEach(async () => {
    own = await createTestDatabase();
    database = await connect(own.url);
    folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    await write('0001-things.sql', "create table things (id int); -- with a $$ and a 'quote'\ninsert into things values (1);");
  });

  afterEach(async () => {
    await database.end();
    await own.drop();
    await rm(folder, { recursive: true });
  });

  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const things = () => database.anyFirst(sql.type(row<{ id: number }>())`select id from things order by id`);
  const failure = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => {
        throw new Error('it did not fail');
      },
      (error: Error) => error,
    );
  const landed = () =>
    database.anyFirst(sql.type(row<{ name: string }>())`
    select namespace || '/' || name as name from schema_migrations order by namespace, name`);

  it("apply the package's own files, then the service's, and only what is new the next time", async () => {
    await migrate(database, pathToFileURL(`${folder}/`));
    await write('0002-more.sql', 'insert into things values (2)');
    await migrate(database, folder);
    expect(await things()).to.deep.equal([1, 2]);
    expect(await landed()).to.deep.equal([
      'postgres/0001-outbox.sql',
      'postgres/0002-idempotency-keys.sql',
      'postgres/0003-history.sql',
      'postgres/0004-history-revisions.sql',
      'service/0001-things.sql',
      'service/0002-more.sql',
    ]);
  });

  it('are applied once when replicas start together', async () => {
    const replicas = await Promise.all([1, 2, 3, 4].map(() => connect(own.url)));
    await Promise.all(replicas.map((replica) => migrate(replica, folder)));
    await Promise.all(replicas.map((replica) => replica.end()));
    expect(await things()).to.deep.equal([1]);
  });

  it('refuse a file that was edited after it had landed', async () => {
    await migrate(database, folder);
    await write('0001-things.sql', 'create table things (id bigint);');
    expect((await failure(migrate(database, folder))).message).to.match(/service\/0001-things\.sql was edited/);
  });

  it('refuse a database that newer code has migrated, naming both versions, and leave it as it is', async () => {
    await write('0002-more.sql', 'insert into things values (2)');
    await write('0010-much-more.sql', 'insert into things values (10)');
    await migrate(database, folder);
    await rm(join(folder, '0010-much-more.sql'));
    await write('0003-other.sql', 'insert into things values (3)');
    expect((await failure(migrate(database, folder))).message).to.match(
      /newer than this code: it is at service\/0010-much-more\.sql, .* up to service\/0003-other\.sql/,
    );
    expect(await things()).to.deep.equal([1, 2, 10]);
  });

  it('leave nothing of a file that fails half way, and go on from there when it is mended', async () => {
    await write('0002-more.sql', 'insert into things values (2); select no_such_function();');
    expect((await failure(migrate(database, folder))).message).to.match(/no_such_function/);
    expect(await things()).to.deep.equal([1]);
    await write('0002-more.sql', 'insert into things values (3);');
    await migrate(database, folder);
    expect(await things()).to.deep.equal([1, 3]);
  });

  it('refuse two files with one number', async () => {
    await write('0001-other.sql', 'select 1');
    expect((await failure(migrate(database, folder))).message).to.match(/two migrations in service have the number 0001/);
  });
});

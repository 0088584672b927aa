/** A program with statements inside a trace and outside of any: to be run with the SDK, as a process of its own. */
import { connect, row, sql } from '@catalog/postgres';
import { inSpan, shutdownTracing } from '@catalog/observability';

const database = await connect(process.env['DATABASE_URL']!);
await database.query(sql.type(row())`create table things (id int primary key)`);
await inSpan({ name: 'work', kind: 'internal' }, async () => {
  await database.transaction(async (tx) => {
    await tx.query(sql.type(row())`insert into things (id) values (${1})`);
    await tx.any(sql.type(row())`select id from things where id = ${1}`);
  });
  await database.one(sql.type(row())`select id from things where id = ${2}`).catch(() => undefined);
  await database.query(sql.type(row())`insert into things (id) values (${1})`).catch(() => undefined);
});
await database.end();
await shutdownTracing();

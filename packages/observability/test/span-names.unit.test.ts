import { expect } from 'chai';
import { httpSpanName, sqlSpanName } from '../src/tracing/span-names.ts';

describe('the name of a span', () => {
  it('is the method and the path of a request, without its query', () => {
    expect(httpSpanName('post', '/api/v1/offerings?page=2')).to.equal('POST /api/v1/offerings');
    expect(httpSpanName(undefined, undefined)).to.equal('GET /');
  });

  it('shows ids as {id}, so that all requests of one kind are named alike', () => {
    expect(httpSpanName('GET', '/api/v1/prices/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/lock')).to.equal('GET /api/v1/prices/{id}/lock');
  });

  const statements: [string, string][] = [
    ['select id, name from offerings where id = $1', 'SELECT offerings'],
    ['select id from offerings where id = $1 for update', 'SELECT offerings'],
    ['select id from outbox where status = $1 for update skip locked', 'SELECT outbox'],
    ['insert into prices (id, name) values ($1, $2) on conflict (id) do update set name = $2', 'INSERT prices'],
    ['update "offerings" set name = $1 where id = $2 returning id', 'UPDATE offerings'],
    ['delete from price_locks where saga_id = $1', 'DELETE price_locks'],
    ['with due as (select id from outbox limit 5) update outbox o set attempts = 1 from due where o.id = due.id', 'UPDATE outbox'],
    ['with a as (select 1 from prices) select id from a', 'SELECT prices'],
    ['select relname from pg_catalog.pg_class', 'SELECT pg_catalog.pg_class'],
    ['select x from unnest($1::uuid[]) as x', 'SELECT'],
    ['select pg_try_advisory_xact_lock_shared(42)', 'SELECT'],
    ["-- from comments\nselect 'from nowhere' as text, id from specifications", 'SELECT specifications'],
    ['BEGIN', 'BEGIN'],
    ['listen outbox_events', 'LISTEN'],
    ['', 'SQL'],
  ];
  for (const [sql, name] of statements) {
    it(`is ${name} for "${sql.replaceAll('\n', ' ').slice(0, 60)}"`, () => {
      expect(sqlSpanName(sql)).to.equal(name);
    });
  }
});

/** Brings a database to the newest schema: every NNNN-name.sql or .ts in order, each once and whole, though replicas start together. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { log } from '@catalog/observability';
import { type Database, row, sql } from '../connection/index.ts';

type Migration = { namespace: string; name: string; file: string; text: string; checksum: string };
/** What a .ts exports as its default: for what SQL cannot say, as rules that the services share. */
export type MigrationStep = (tx: Database) => Promise<void>;

const OWN_MIGRATIONS = new URL('../../migrations/', import.meta.url);
const MIGRATION_LOCK = 41;
const STATEMENT_TIMEOUT = '5min';

/** This package's tables come first, then those of the service's own `directory`. A database that newer code has migrated is refused. */
export async function migrate(database: Database, directory?: URL | string): Promise<void> {
  const migrations = await migrationsIn(OWN_MIGRATIONS, 'postgres');
  if (directory !== undefined) migrations.push(...(await migrationsIn(directory, 'service')));
  await inTurn(database, async (tx) => {
    await tx.query(createLedger());
    refuseNewer(migrations, await tx.any(newestLanded()));
  });
  for (const migration of migrations) {
    const applied = await inTurn(database, (tx) => applyOnce(tx, migration));
    if (applied) log.info('Migration applied', { namespace: migration.namespace, migration: migration.name });
  }
}

async function migrationsIn(directory: URL | string, namespace: string): Promise<Migration[]> {
  const folder = directory instanceof URL ? fileURLToPath(directory) : directory;
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.(sql|ts)$/.test(name)).sort();
  const repeated = names.find((name, index) => names[index + 1]?.slice(0, 4) === name.slice(0, 4));
  if (repeated) throw new Error(`two migrations in ${namespace} have the number ${repeated.slice(0, 4)}`);
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const text = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
      return { namespace, name, file, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

function refuseNewer(migrations: readonly Migration[], landed: readonly Pick<Migration, 'namespace' | 'name'>[]): void {
  for (const { namespace, name } of landed) {
    const newest = migrations.findLast((migration) => migration.namespace === namespace);
    if (!newest || newest.name >= name) continue;
    const isAt = `it is at ${namespace}/${name}, and the code knows migrations up to ${namespace}/${newest.name}`;
    throw new Error(`the database is newer than this code: ${isAt}`);
  }
}

/** One migration is one transaction, and only one replica at a time is in here. */
function inTurn<T>(database: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.query(setLocal('statement_timeout', STATEMENT_TIMEOUT));
    await tx.query(sql.type(row())`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    return work(tx);
  });
}

async function applyOnce(tx: Database, migration: Migration): Promise<boolean> {
  const landed = await tx.maybeOne(findLanded(migration));
  if (landed && landed.checksum !== migration.checksum) {
    throw new Error(`migration ${migration.namespace}/${migration.name} was edited after it had been applied; add a new one instead`);
  }
  if (landed) return false;
  await (migration.name.endsWith('.ts') ? runStep(tx, migration) : runStatements(tx, migration));
  await tx.query(record(migration));
  return true;
}

async function runStep(tx: Database, { file }: Migration): Promise<void> {
  const { default: step } = (await import(pathToFileURL(file).href)) as { default: MigrationStep };
  await step(tx);
}

async function runStatements(tx: Database, { text }: Migration): Promise<void> {
  await tx.query(setLocal('catalog.migration', text));
  await tx.query(executeMigration());
}

const createLedger = () => sql.type(row())`
  create table if not exists schema_migrations (
    namespace text not null,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    primary key (namespace, name)
  )`;

const newestLanded = () => sql.type(row<Pick<Migration, 'namespace' | 'name'>>())`
  select namespace, max(name collate "C") as name from schema_migrations group by namespace`;

const findLanded = ({ namespace, name }: Migration) => sql.type(row<{ checksum: string }>())`
  select checksum from schema_migrations where namespace = ${namespace} and name = ${name}`;

const setLocal = (name: string, value: string) => sql.type(row())`select set_config(${name}, ${value}, true)`;

/** A file holds many statements, which the extended protocol would not take; the server takes them out of a setting of this transaction. */
const executeMigration = () => sql.type(row())`
  do $$ begin execute current_setting('catalog.migration'); end $$`;

const record = ({ namespace, name, checksum }: Migration) => sql.type(row())`
  insert into schema_migrations (namespace, name, checksum) values (${namespace}, ${name}, ${checksum})`;

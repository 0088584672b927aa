/** Creates a service's own Postgres database and role, which no other service's role may connect to; running it again changes nothing. */
import pg from 'pg';

const CONNECT_LIMIT_MS = 5_000;
const ONE_AT_A_TIME = 7_305_114;

export async function createServiceDatabase(adminUrl: string, service: string, password: string): Promise<string> {
  const name = service.replaceAll('-', '_');
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [ONE_AT_A_TIME]);
    await createRole(admin, name, password);
    await createDatabase(admin, name);
  } finally {
    await admin.end();
  }
  return addressOf(adminUrl, name, password);
}

async function createRole(admin: pg.Client, name: string, password: string): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [name]);
  if (rowCount === 0) await admin.query(`create role ${role}`);
  await admin.query(`alter role ${role} with login password ${pg.escapeLiteral(password)}`);
}

async function createDatabase(admin: pg.Client, name: string): Promise<void> {
  const database = pg.escapeIdentifier(name);
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount === 0) {
    // An administrator without superuser rights can give a database only to a role it is a member of.
    await admin.query(`grant ${database} to current_user`);
    await admin.query(`create database ${database} owner ${database} ${await locale(admin)}`);
  }
  await admin.query(`revoke connect on database ${database} from public`);
}

/** Names are unique in any case, in every language; a server's default locale may know upper and lower case of ASCII only. */
async function locale(admin: pg.Client): Promise<string> {
  const {
    rows: [version],
  } = await admin.query<{ has_builtin: boolean }>(hasBuiltinLocale);
  return version?.has_builtin ? `template template0 encoding 'UTF8' locale 'C' locale_provider builtin builtin_locale 'C.UTF-8'` : '';
}

function addressOf(adminUrl: string, name: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = name;
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.href;
}

const hasBuiltinLocale = `select current_setting('server_version_num')::int >= 170000 as has_builtin`;

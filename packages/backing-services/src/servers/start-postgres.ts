/** Starts PostgreSQL on loopback; its data directory is created completely or not at all. */
import { existsSync } from 'node:fs';
import { chown, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptsQueries, awaitHealthy } from '../health/index.ts';
import { ownDirectory, postgresBinaries, unprivilegedUser, type User } from '../install/index.ts';
import { runProgram } from '../processes/index.ts';
import type { Server, Startup } from '../server.ts';

const PASSWORD = 'postgres';

export async function startPostgres(startup: Startup): Promise<Server> {
  const user = await unprivilegedUser(['postgres']);
  const bin = await postgresBinaries(startup.cacheDirectory, user);
  const directory = await ownDirectory(startup.dataDirectory, 'postgres', user);
  const data = join(directory, 'data');
  startup.progress('postgres', 'starting');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise({ bin, directory, data, user, durable: startup.durable });
  const args = ['-D', data, ...settings(startup.ports.postgres), ...(startup.durable ? [] : withoutDurability)];
  // SIGINT is Postgres' fast shutdown; SIGTERM would wait for the last client.
  const ending = { stopSignal: 'SIGINT', stopLast: true } as const;
  const server = startup.run({ name: 'postgres', command: join(bin, 'postgres'), args, cwd: directory, ...ending, ...user });
  const url = `postgresql://postgres:${PASSWORD}@127.0.0.1:${startup.ports.postgres}/postgres`;
  startup.progress('postgres', 'waiting');
  await awaitHealthy({ name: 'postgres', process: server, signal: startup.signal, check: () => acceptsQueries(url) });
  return { name: 'postgres', url, pid: server.pid, log: server.log };
}

type Fresh = { bin: string; directory: string; data: string; user: User | undefined; durable: boolean };

async function initialise({ bin, directory, data, user, durable }: Fresh): Promise<void> {
  const partial = join(directory, 'data.partial');
  const passwordFile = join(directory, 'password');
  await rm(partial, { recursive: true, force: true });
  await writeFile(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  // Names are unique in any case, so the locale must know upper and lower case in all languages.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const args = ['-D', partial, ...locale, ...access, '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  await runProgram({ command: join(bin, 'initdb'), args, cwd: directory, ...user });
  await rm(passwordFile);
  await rename(partial, data);
}

function settings(port: number): string[] {
  const chosen = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const withoutDurability = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

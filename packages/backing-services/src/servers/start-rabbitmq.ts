/** Starts RabbitMQ as a private node with its own ports, cookie and name server, apart from the system's own. */
import { randomBytes } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptsConnections, awaitHealthy, respondsOk } from '../health/index.ts';
import { findEpmd, findRabbitmq } from '../install/index.ts';
import { runProgram } from '../processes/index.ts';
import type { Server, Startup } from '../server.ts';

/** Runs `rabbitmqctl` on the node, and resolves to what it prints. */
export type RabbitmqControl = (...args: string[]) => Promise<string>;

const USER = 'catalog';
const PASSWORD = 'catalog';
const LOOPBACK = '127.0.0.1';

export async function startRabbitmq(startup: Startup): Promise<Server> {
  const { ports, signal } = startup;
  const home = await findRabbitmq(startup.progress);
  const directory = await prepare(startup);
  startup.progress('rabbitmq', 'starting');
  await startNameServer(startup);
  const program = (name: string) => ({ command: join(home, 'sbin', name), cwd: directory, env: environment(directory, ports) });
  const server = startup.run({ name: 'rabbitmq', ...program('rabbitmq-server'), args: [] });
  const managementUrl = `http://${LOOPBACK}:${ports['rabbitmq-management']}`;
  startup.progress('rabbitmq', 'waiting');
  await awaitHealthy({ name: 'rabbitmq', process: server, signal, check: () => isReady(managementUrl, ports.rabbitmq) });
  const url = `amqp://${USER}:${PASSWORD}@${LOOPBACK}:${ports.rabbitmq}`;
  const control: RabbitmqControl = (...args) => runProgram({ ...program('rabbitmqctl'), args });
  return {
    name: 'rabbitmq',
    url,
    pid: server.pid,
    log: server.log,
    management_url: managementUrl,
    user: USER,
    password: PASSWORD,
    control,
  };
}

async function isReady(managementUrl: string, port: number): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
  return (await respondsOk(`${managementUrl}/api/health/checks/alarms`, { authorization })) && (await acceptsConnections(LOOPBACK, port));
}

/** Without one Erlang starts its own name server, as a daemon that would never end. */
async function startNameServer({ ports, run, signal }: Startup): Promise<void> {
  const port = ports['rabbitmq-epmd'];
  const epmd = run({ name: 'epmd', command: await findEpmd(), args: ['-port', String(port), '-address', LOOPBACK], stopLast: true });
  await awaitHealthy({ name: 'epmd', process: epmd, signal, check: () => acceptsConnections(LOOPBACK, port) });
}

async function prepare({ dataDirectory, ports }: Startup): Promise<string> {
  const directory = join(dataDirectory, 'rabbitmq');
  await mkdir(join(directory, 'mnesia'), { recursive: true });
  await writeFile(join(directory, 'rabbitmq.conf'), settings(ports));
  await writeFile(join(directory, 'rabbitmq-env.conf'), '');
  await writeFile(join(directory, 'enabled_plugins'), '[rabbitmq_management].\n');
  const cookie = join(directory, '.erlang.cookie');
  await access(cookie).catch(() => writeFile(cookie, randomBytes(24).toString('hex'), { mode: 0o400 }));
  return directory;
}

function environment(directory: string, ports: Startup['ports']): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: directory,
    RABBITMQ_NODENAME: 'catalog@localhost',
    RABBITMQ_CONF_ENV_FILE: join(directory, 'rabbitmq-env.conf'),
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(directory, 'pid'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_DIST_PORT: String(ports['rabbitmq-distribution']),
    ERL_EPMD_PORT: String(ports['rabbitmq-epmd']),
    ERL_EPMD_ADDRESS: LOOPBACK,
    // Makes the script exec the server instead of supervising it, so that its pid is the server's.
    RABBITMQ_ALLOW_INPUT: 'true',
    RABBITMQ_SERVER_START_ARGS: '-noinput',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
  };
}

function settings(ports: Startup['ports']): string {
  return `listeners.tcp.1 = ${LOOPBACK}:${ports.rabbitmq}
management.tcp.ip = ${LOOPBACK}
management.tcp.port = ${ports['rabbitmq-management']}
default_user = ${USER}
default_pass = ${PASSWORD}
loopback_users = none
disk_free_limit.absolute = 200MB
vm_memory_high_watermark.absolute = 1GB
log.console.level = info
`;
}

/** Starts the Camunda engine with REST and web pages, on a Postgres database of its own. */
import { awaitHealthy, respondsOk } from '../health/index.ts';
import { classpath, jvm } from './java.ts';
import { historyCleanup } from './history-cleanup.ts';
import { fetchJars, findJdk } from '../install/index.ts';
import type { Server, Startup } from '../server.ts';
import { createServiceDatabase } from '../create-service-database.ts';

const USER = 'admin';
const PASSWORD = 'admin';
const POOL_SIZE = 10;

export async function startCamunda(startup: Startup, postgres: Promise<Server>): Promise<Server> {
  const jars = await fetchJars(startup, { name: 'camunda', megabytes: 57 });
  const { java } = await findJdk(startup.progress);
  const databaseUrl = await createServiceDatabase((await postgres).url, 'camunda', 'camunda');
  startup.progress('camunda', 'starting');
  const program = [...jvm({ minMb: 128, maxMb: 384 }), ...classpath(jars), 'CamundaLocal'];
  const args = [...program, ...web(startup.ports.camunda), ...database(databaseUrl), ...engine];
  const server = startup.run({ name: 'camunda', command: java, args });
  const home = `http://127.0.0.1:${startup.ports.camunda}`;
  startup.progress('camunda', 'waiting');
  await awaitHealthy({ name: 'camunda', process: server, signal: startup.signal, check: () => respondsOk(`${home}/engine-rest/engine`) });
  const addresses = { url: `${home}/engine-rest`, cockpit_url: `${home}/camunda/app/cockpit/`, user: USER, password: PASSWORD };
  return { name: 'camunda', pid: server.pid, log: server.log, ...addresses };
}

function web(port: number): string[] {
  return ['--server.address=127.0.0.1', `--server.port=${port}`];
}

function database(url: string): string[] {
  const { host, pathname, username, password: secret } = new URL(url);
  return [
    `--spring.datasource.url=jdbc:postgresql://${host}${pathname}`,
    `--spring.datasource.username=${decodeURIComponent(username)}`,
    `--spring.datasource.password=${decodeURIComponent(secret)}`,
    `--spring.datasource.hikari.maximum-pool-size=${POOL_SIZE}`,
  ];
}

const engine = [
  `--camunda.bpm.admin-user.id=${USER}`,
  `--camunda.bpm.admin-user.password=${PASSWORD}`,
  '--camunda.bpm.generic-properties.properties.history-time-to-live=P1D',
  // Without a window nothing is ever deleted. It lasts until midnight, as in Camunda's own distribution.
  `--${historyCleanup.property}=${historyCleanup.from}`,
  '--camunda.bpm.filter.create=All',
  '--camunda.bpm.job-execution.wait-time-in-millis=1000',
  '--camunda.bpm.job-execution.max-wait=2000',
  '--camunda.bpm.job-execution.backoff-time-in-millis=25',
  '--camunda.bpm.job-execution.max-backoff=400',
  '--logging.level.root=WARN',
  '--logging.level.org.camunda=WARN',
];

/** A server with real fsync that can be stopped, crashed and started again at the same address. */
import { join } from 'node:path';
import { type BackingServices, type RabbitmqControl, startBackingServices } from '@catalog/backing-services';
import { freshHome } from '../support/fresh-home.ts';

export type FragileServer = {
  url: string;
  /** An orderly end. */
  stop(): Promise<void>;
  /** An end without goodbye: what was not yet on the disk is gone. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Of RabbitMQ: `rabbitmqctl` with these arguments. */
  control: RabbitmqControl;
};

/** SIGQUIT is PostgreSQL's "immediate shutdown": nothing is written any more, the next start recovers from the log. */
const CRASH_SIGNALS = { postgres: 'SIGQUIT', rabbitmq: 'SIGKILL', camunda: 'SIGKILL' } as const;

/** `home` is emptied first; what a killed run left running there is ended. Camunda's database is at POSTGRES_URL. */
export async function startFragileServer(name: keyof typeof CRASH_SIGNALS, home: string): Promise<FragileServer> {
  if (process.env['BACKING'] === 'containers' || process.env[`${name.toUpperCase()}_URL`]) {
    throw new Error(`${name} must be a process of this run, to be killed: unset BACKING and ${name.toUpperCase()}_URL`);
  }
  const folder = await freshHome(join(home, name));
  const begin = () =>
    startBackingServices({
      dataDirectory: join(folder, 'data'),
      logDirectory: join(folder, 'log'),
      only: [name],
      durable: true,
    });
  let running: BackingServices | undefined = await begin();
  const { url } = running.servers[name];

  async function stop(): Promise<void> {
    const ending = running;
    running = undefined;
    await ending?.stop();
  }

  return {
    url,
    stop,
    async crash() {
      if (running) process.kill(running.servers[name].pid, CRASH_SIGNALS[name]);
      await stop();
    },
    async start() {
      running = await begin();
      if (running.servers[name].url !== url) throw new Error(`${name} came back at another address`);
    },
    control: (...args) => (running!.servers[name]['control'] as RabbitmqControl)(...args),
  };
}

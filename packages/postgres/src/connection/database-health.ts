/** Looks whether the database answers, over a connection of its own: a pool whose connections are all in use says nothing about that. */
import pTimeout from 'p-timeout';
import pg from 'pg';

export type DatabaseHealth = {
  /** Resolves when the database answers; after a failure the next look connects anew. */
  check(): Promise<void>;
  close(): Promise<void>;
};

const CONNECT_LIMIT_MS = 1_000;
const ANSWER_LIMIT_MS = 1_000;

export function databaseHealth(databaseUrl: string): DatabaseHealth {
  let kept: pg.Client | undefined;

  async function connected(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'health',
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: ANSWER_LIMIT_MS,
    });
    // Without a listener its end would end the process.
    client.on('error', () => {
      if (kept === client) kept = undefined;
    });
    await client.connect();
    kept = client;
    return client;
  }

  /** Of a server that hangs no farewell comes. */
  async function close(): Promise<void> {
    const client = kept;
    kept = undefined;
    if (client) await pTimeout(client.end(), { milliseconds: ANSWER_LIMIT_MS, message: false }).catch(() => undefined);
  }

  return {
    async check() {
      try {
        await (kept ?? (await connected())).query('select 1');
      } catch (error) {
        void close();
        throw error;
      }
    },
    close,
  };
}

// The questions by which a server shows that it is ready, each answered within a short limit.
import { connect } from 'node:net';
import pg from 'pg';

const limitMs = 2_000;

export async function respondsOk(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(limitMs) });
  await response.body?.cancel();
  return response.ok;
}

export function acceptsConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const conclude = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(limitMs, () => conclude(false));
    socket.once('connect', () => conclude(true));
    socket.once('error', () => conclude(false));
  });
}

export async function acceptsQueries(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Health checks of servers, each with a short time limit. */
import http from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import pg from 'pg';

const LIMIT_MS = 2_000;

/** Each check opens its own connection: one that is kept alive would delay a server that is stopping. */
export function respondsOk(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    const request = get(url, { headers, agent: false, timeout: LIMIT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
    request.once('close', () => resolve(false));
  });
}

export function isYellowOrGreen(url: string): Promise<boolean> {
  return respondsOk(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`);
}

export function acceptsConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const conclude = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(LIMIT_MS, () => conclude(false));
    socket.once('connect', () => conclude(true));
    socket.once('error', () => conclude(false));
  });
}

export async function acceptsQueries(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: LIMIT_MS, query_timeout: LIMIT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

// The questions by which a server shows that it is ready, each answered within a short limit.
import http from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import pg from 'pg';

const limitMs = 2_000;

// A connection of its own for each question: one that is kept open would hold up a server that wants to stop.
export function respondsOk(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    const request = get(url, { headers, agent: false, timeout: limitMs }, (response) => {
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

/** A client with an address of its own, and one that sends the same request at a steady rate and records the answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';

export type Reply = { status: number; text: string };
export type Sent = { method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | Buffer };
export type Client = {
  /** Rejects when no answer comes. */
  send(url: string, sent?: Sent): Promise<Reply>;
  leave(): Promise<void>;
};

const ANSWER_LIMIT_MS = 10_000;

/** `address`: one of loopback's. */
export function clientFrom(address: string, connections: number): Client {
  const dispatcher = new Agent({ connections, localAddress: address, headersTimeout: ANSWER_LIMIT_MS, bodyTimeout: ANSWER_LIMIT_MS });
  return {
    async send(url, { method = 'GET', headers = {}, body } = {}) {
      const answer = await request(url, { method, headers, body: body ?? null, dispatcher });
      return { status: answer.statusCode, text: await answer.body.text() };
    },
    leave: () => dispatcher.destroy(),
  };
}

export type Asked = { url: string; perSecond: number; authorization: string; isGood?: ((text: string) => boolean) | undefined };
export type Heard = { took: number[]; failures: Record<string, number> };

/** At the rate that it was meant to have, however long answers take. */
export async function askSteadily(
  client: Client,
  { url, perSecond, authorization, isGood = () => true }: Asked,
  forMs: number,
): Promise<Heard> {
  const heard: Heard = { took: [], failures: {} };
  const open: Promise<void>[] = [];
  const begun = performance.now();
  for (let sent = 0; sent < (perSecond * forMs) / 1_000; sent += 1) {
    await delay(Math.max(0, begun + (sent * 1_000) / perSecond - performance.now()));
    open.push(ask());
  }
  await Promise.all(open);
  return heard;

  async function ask(): Promise<void> {
    const since = performance.now();
    const failure = await client.send(url, { headers: { authorization } }).then(
      ({ status, text }) =>
        status !== 200 ? `HTTP ${status}: ${text.slice(0, 100)}` : isGood(text) ? undefined : 'another answer than usual',
      (error: unknown) => String(error),
    );
    heard.took.push(performance.now() - since);
    if (failure !== undefined) heard.failures[failure] = (heard.failures[failure] ?? 0) + 1;
  }
}

/** Asks one service a hundred times a second over connections that stay open, and tells what became of each request. */
import { Pool } from 'undici';

export type Asked = { method: 'GET' | 'POST'; path: string; body?: object };

export type Outcomes = {
  answered: number;
  /** Answers that say the service itself failed. */
  failed: number;
  /** Never taken: there was no connection to send them on. */
  refused: number;
  /** Sent, and then left without a whole answer. */
  cut: number;
  reasons: Record<string, number>;
};

export type Load = { soFar: Readonly<Outcomes>; end(): Promise<Outcomes> };

const EVERY_MS = 10;
const CONNECTIONS = 50;
const ANSWER_LIMIT_MS = 10_000;

export function startLoad(url: string, { authorization, next }: { authorization: string; next: (index: number) => Asked }): Load {
  const pool = new Pool(url, { connections: CONNECTIONS, headersTimeout: ANSWER_LIMIT_MS, bodyTimeout: ANSWER_LIMIT_MS });
  const outcomes: Outcomes = { answered: 0, failed: 0, refused: 0, cut: 0, reasons: {} };
  const open = new Set<Promise<void>>();

  async function ask({ method, path, body }: Asked): Promise<void> {
    const headers = { authorization, 'content-type': 'application/json' };
    try {
      const response = await pool.request({ method, path, headers, body: body ? JSON.stringify(body) : null });
      await response.body.text();
      outcomes.answered += 1;
      if (response.statusCode >= 500) note('failed', `HTTP ${response.statusCode}`);
    } catch (error) {
      const code = codeOf(error);
      note(code === 'ECONNREFUSED' ? 'refused' : 'cut', code);
    }
  }

  function note(outcome: 'failed' | 'refused' | 'cut', reason: string): void {
    outcomes[outcome] += 1;
    outcomes.reasons[reason] = (outcomes.reasons[reason] ?? 0) + 1;
  }

  let index = 0;
  const ticks = setInterval(() => {
    const one = ask(next(index++)).finally(() => open.delete(one));
    open.add(one);
  }, EVERY_MS);

  return {
    soFar: outcomes,
    async end() {
      clearInterval(ticks);
      await Promise.all(open);
      await pool.destroy();
      return outcomes;
    },
  };
}

const codeOf = (error: unknown): string =>
  error instanceof AggregateError ? codeOf(error.errors[0]) : error instanceof Error && 'code' in error ? String(error.code) : String(error);

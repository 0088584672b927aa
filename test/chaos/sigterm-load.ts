/** Sends one service a hundred requests a second over connections that stay open, and records the outcome of each. */
import { buildConnector, Pool } from 'undici';

export type Asked = { method: 'GET' | 'POST'; path: string; body?: object };

export type Outcomes = {
  answered: number;
  /** Answers that say the service itself failed. */
  failed: number;
  /** There was no connection to send them on. */
  refused: number;
  /** Sent on a connection that the kernel had made and the service had never taken when it stopped listening. */
  untaken: number;
  /** Sent, and then left without a whole answer. */
  cut: number;
  reasons: Record<string, number>;
};

export type Load = {
  soFar: Readonly<Outcomes>;
  /** Once the service has ended: from which ports it had taken connections. */
  end(taken: ReadonlySet<number>): Promise<Outcomes>;
  abandon(): Promise<void>;
};

const EVERY_MS = 10;
const CONNECTIONS = 50;
const ANSWER_LIMIT_MS = 10_000;

export function startLoad(url: string, { authorization, next }: { authorization: string; next: (index: number) => Asked }): Load {
  const brokenOn = new WeakMap<Error, number>();
  const pool = new Pool(url, {
    connections: CONNECTIONS,
    headersTimeout: ANSWER_LIMIT_MS,
    bodyTimeout: ANSWER_LIMIT_MS,
    connect: noting(brokenOn),
  });
  const outcomes: Outcomes = { answered: 0, failed: 0, refused: 0, untaken: 0, cut: 0, reasons: {} };
  const broken: unknown[] = [];
  const open = new Set<Promise<void>>();

  async function ask({ method, path, body }: Asked): Promise<void> {
    const headers = { authorization, 'content-type': 'application/json' };
    try {
      const response = await pool.request({ method, path, headers, body: body ? JSON.stringify(body) : null });
      await response.body.text();
      outcomes.answered += 1;
      if (response.statusCode >= 500) note('failed', `HTTP ${response.statusCode}`);
    } catch (error) {
      if (codeOf(error) === 'ECONNREFUSED') note('refused', 'ECONNREFUSED');
      else broken.push(error);
    }
  }

  function note(outcome: 'failed' | 'refused' | 'untaken' | 'cut', reason: string): void {
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
    async end(taken) {
      clearInterval(ticks);
      await Promise.all(open);
      for (const error of broken) {
        const port = brokenOn.get(error as Error);
        note(port === undefined || taken.has(port) ? 'cut' : 'untaken', codeOf(error));
      }
      return outcomes;
    },
    async abandon() {
      clearInterval(ticks);
      await pool.destroy();
    },
  };
}

/** Makes connections, and notes for whatever breaks one from which port it came. */
function noting(brokenOn: WeakMap<Error, number>): buildConnector.connector {
  const connect = buildConnector({});
  return (options, callback) =>
    connect(options, (...outcome) => {
      const [, socket] = outcome;
      const port = socket?.localPort;
      if (port !== undefined) socket?.once('error', (error) => brokenOn.set(error, port));
      callback(...outcome);
    });
}

const codeOf = (error: unknown): string =>
  error instanceof AggregateError
    ? codeOf(error.errors[0])
    : error instanceof Error && 'code' in error
      ? String(error.code)
      : String(error);

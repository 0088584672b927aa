/** A hundred users, each with a connection and a token of their own, who send requests until so many are answered. */
import autocannon from 'autocannon';

export type Load = {
  url: string;
  path: string;
  method?: 'GET' | 'POST';
  /** An Authorization header for each user. */
  users: readonly string[];
  amount: number;
  bodyOf?: (index: number) => object;
};

export type Answered = { p50: number; p95: number; perSecond: number; failed: number };

/** Whatever is not 2xx has failed. */
export async function ask({ url, path, method = 'GET', users, amount, bodyOf }: Load): Promise<Answered> {
  let user = 0;
  let index = 0;
  const latencies: number[] = [];
  const begun = performance.now();
  const { promise: ended, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const run = autocannon(
    {
      url: url + path,
      method,
      connections: users.length,
      amount,
      setupClient: (client) => {
        const headers = { authorization: users[user++ % users.length]!, 'content-type': 'application/json' };
        client.setHeaders(headers);
        if (bodyOf) {
          const next = () => client.setBody(JSON.stringify(bodyOf(index++)));
          next();
          client.on('response', next);
        }
      },
    },
    (error: Error | null, result: autocannon.Result) => {
      if (error) reject(error);
      else resolve(result);
    },
  );
  run.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
  const result = await ended;
  latencies.sort((one, other) => one - other);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? NaN;
  return {
    p50: at(0.5),
    p95: at(0.95),
    perSecond: result['2xx'] / ((performance.now() - begun) / 1_000),
    failed: result.errors + result.timeouts + result.non2xx,
  };
}

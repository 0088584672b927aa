/** The attacks of one hostile client on the catalog, and what another client requests from the same service meanwhile. */
import type { ProcessName } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Services, urlOf } from './running-catalog.ts';
import { clientFrom, type Reply, type Sent } from './neighbours-client.ts';

export type Attack = {
  name: string;
  /** 20 times a second where nothing else is said. */
  asked: { of: 'api-gateway' | 'web-ui'; path: string; perSecond?: number; isGood?: (text: string) => boolean };
  run(hostile: Hostile, over: AbortSignal): Promise<void>;
};

export type Hostile = {
  /** Never rejects; undefined when no answer came. */
  send(to: 'api-gateway' | 'web-ui', path: string, sent?: Sent): Promise<Reply | undefined>;
  /** A connection on which it says this much, and nothing more until the attack is over. */
  dribble(to: 'api-gateway' | 'web-ui', head: string, over: AbortSignal): Promise<void>;
  /** Of a USER. */
  authorization: string;
  /** Stops a service's process where it is, as if it had hung, as long as the attack lasts. */
  hang(service: ProcessName, over: AbortSignal): Promise<void>;
  /** How many requests it has sent. */
  count(): number;
  /** What it heard how often. */
  said(): Record<string, number>;
  leave(): Promise<void>;
};

const CONNECTIONS = 50;

/** `address`: one of loopback's, and another for each attack, so that the limits of one do not hold off the next. */
export function hostileTo(catalog: Services, { authorization, address }: { authorization: string; address: string }): Hostile {
  const client = clientFrom(address, CONNECTIONS);
  const heard: Record<string, number> = {};
  let count = 0;
  const note = (what: string) => {
    heard[what] = (heard[what] ?? 0) + 1;
  };
  return {
    authorization,
    async send(to, path, sent) {
      count += 1;
      const reply = await client.send(urlOf(catalog, to) + path, sent).catch(() => undefined);
      note(String(reply?.status ?? 'no answer'));
      return reply;
    },
    async dribble(to, head, over) {
      count += 1;
      const { hostname, port } = new URL(urlOf(catalog, to));
      const socket = connect({ port: Number(port), host: hostname, localAddress: address });
      socket.on('error', () => undefined);
      socket.once('data', (chunk) => note(chunk.toString().slice(9, 12)));
      socket.write(head);
      const more = setInterval(() => {
        socket.write(' ');
      }, 1_000);
      const closed = new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
      });
      over.addEventListener('abort', () => socket.destroy(), { once: true });
      await closed.finally(() => clearInterval(more));
    },
    async hang(service, over) {
      const { pid } = catalog.endpoints.services[service]!;
      process.kill(pid, 'SIGSTOP');
      await until(over);
      process.kill(pid, 'SIGCONT');
    },
    count: () => count,
    said: () => heard,
    leave: client.leave,
  };
}

const until = (over: AbortSignal): Promise<void> => delay(2 ** 31 - 1, undefined, { signal: over }).catch(() => undefined);

/** So many at once, each again as soon as it is through. */
async function again(atOnce: number, over: AbortSignal, work: (round: number) => Promise<unknown>): Promise<void> {
  let round = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (!over.aborted) await work(round++);
    }),
  );
}

const oddNumbers = ['Infinity', '-Infinity', '1e309', '1e400', 'NaN', '0x2', '1e1', '9'.repeat(400)];
const pick = <T>(list: readonly T[], round: number): T => list[round % list.length]!;
const json = { 'content-type': 'application/json' };
const isWhole = (text: string): boolean => !text.includes('"degraded":true');
const search = { of: 'api-gateway', path: '/api/v1/store/search?query=fibre&page_size=10', isGood: isWhole } as const;
const me = { of: 'api-gateway', path: '/api/v1/auth/me' } as const;
const prices = { of: 'api-gateway', path: '/api/v1/prices' } as const;
/** A page is rendered anew for everybody: that is the work of some twenty requests to the API. */
const page = { of: 'web-ui', path: '/', perSecond: 3 } as const;
const offerings = { of: 'api-gateway', path: '/api/v1/offerings' } as const;
const handmadeCursor = Buffer.from(
  JSON.stringify({
    sort: 'relevance',
    currency: 'USD',
    value: 1,
    id: randomUUID(),
    shown: 20_000,
    engine: 'elasticsearch',
  }),
).toString('base64url');

/** As a browser sends a form of the transfer page; `fields` are the hidden ones of the page itself. */
function upload(fields: readonly string[]): { headers: Record<string, string>; body: string } {
  const boundary = 'hostile';
  const part = (name: string, value: string, file = '') =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  const parts = [
    ...fields.map((name) => part(name, '')),
    part('step', 'check'),
    part('file', '1\n'.repeat(500_000), '; filename="a.ndjson"\r\ncontent-type: application/x-ndjson'),
  ];
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body: `${parts.join('')}--${boundary}--\r\n` };
}

/** Of the right shape, signed by nobody. */
const forgedCookie = (): string => {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${encoded({ alg: 'RS256' })}.${encoded({ sub: 'x', username: 'x', role: 'ADMIN', exp: Math.floor(Date.now() / 1000) + 3_600 })}.c2ln`;
  return `catalog_access=${token}`;
};

export const attacks: readonly Attack[] = [
  {
    name: 'numbers that are none, at a list',
    asked: prices,
    run: (hostile, over) =>
      again(8, over, (round) =>
        hostile.send('api-gateway', `/api/v1/prices?page_size=${pick(oddNumbers, round)}`, {
          headers: { authorization: hostile.authorization },
        }),
      ),
  },
  {
    name: 'numbers that are none, at the search',
    asked: search,
    run: (hostile, over) =>
      again(8, over, (round) =>
        hostile.send(
          'api-gateway',
          `/api/v1/store/search?${pick(['page_size', 'min_price', 'characteristic=Speed:>1e308Gbps&page'], round)}=${pick(oddNumbers, round)}`,
        ),
      ),
  },
  {
    name: 'cursors made by hand',
    asked: search,
    run: (hostile, over) => again(8, over, () => hostile.send('api-gateway', `/api/v1/store/search?query=fibre&cursor=${handmadeCursor}`)),
  },
  {
    name: 'searches that cost much',
    asked: search,
    run: (hostile, over) =>
      again(4, over, (round) =>
        hostile.send(
          'api-gateway',
          `/api/v1/store/search?page_size=100&query=${encodeURIComponent(pick([Array(20).fill('fibrx').join(' '), 'fibrx mobilx internt spead', 'a b c d e f g h i j k l m n o p q r s t'], round))}`,
        ),
      ),
  },
  {
    name: 'guesses at passwords, each to be repeated safely',
    asked: me,
    run: (hostile, over) =>
      again(8, over, () =>
        hostile.send('api-gateway', '/api/v1/auth/login', {
          method: 'POST',
          headers: { ...json, 'idempotency-key': randomUUID() },
          body: JSON.stringify({ username: 'nobody', password: 'wrong password' }),
        }),
      ),
  },
  {
    name: 'a megabyte where a token is due',
    asked: me,
    run: (hostile, over) => {
      const body = JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`key${index}`, index])));
      return again(30, over, () => hostile.send('api-gateway', '/api/v1/auth/refresh', { method: 'POST', headers: json, body }));
    },
  },
  ...(
    [
      ['of somebody signed in', '/api/v1/offerings', offerings],
      ['of nobody', '/api/v1/auth/refresh', me],
    ] as const
  ).map(([whose, path, asked]): Attack => ({
    name: `bodies that come slowly, ${whose}`,
    asked,
    run: (hostile, over) =>
      again(400, over, async () => {
        const identity = whose === 'of nobody' ? [] : [`authorization: ${hostile.authorization}`];
        const head = [
          `POST ${path} HTTP/1.1`,
          'host: catalog',
          ...identity,
          'content-type: application/json',
          'content-length: 2000',
          '',
          '{',
        ];
        await hostile.dribble('api-gateway', head.join('\r\n'), over);
        await delay(1_000);
      }),
  })),
  {
    name: 'long and unknown paths',
    asked: prices,
    run: (hostile, over) =>
      again(8, over, (round) =>
        hostile.send(
          'api-gateway',
          pick(
            [`/api/v1/prices/${'a%20'.repeat(1_000)}`, `/${'a-'.repeat(2_000)}`, `/${randomUUID()}`, '/docs/', '/health/dependencies'],
            round,
          ),
          { headers: { authorization: hostile.authorization } },
        ),
      ),
  },
  {
    name: 'creations while the owner of the prices hangs',
    asked: offerings,
    run: async (hostile, over) => {
      const hanging = hostile.hang('pricing-service', over);
      await again(10, over, () =>
        hostile.send('api-gateway', '/api/v1/offerings', {
          method: 'POST',
          headers: { ...json, authorization: hostile.authorization },
          body: JSON.stringify({ name: 'Hostile', pricing_ids: [randomUUID()] }),
        }),
      );
      await hanging;
    },
  },
  {
    name: 'uploads by somebody with a forged session',
    asked: page,
    run: async (hostile, over) => {
      const headers = { cookie: forgedCookie(), 'sec-fetch-site': 'same-origin' };
      const form = await hostile.send('web-ui', '/catalog/transfer', { headers });
      const fields = [...(form?.text.matchAll(/name="(\$ACTION[^"]*)"/g) ?? [])].map(([, name]) => name!.replaceAll('&quot;', '"'));
      const sent = upload(fields);
      await again(4, over, () =>
        hostile.send('web-ui', '/catalog/transfer', { method: 'POST', ...sent, headers: { ...sent.headers, ...headers } }),
      );
    },
  },
  {
    name: 'unknown pages',
    asked: page,
    run: (hostile, over) => again(8, over, () => hostile.send('web-ui', `/${randomUUID()}/`)),
  },
];

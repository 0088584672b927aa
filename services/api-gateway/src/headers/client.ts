/** The client of a request, with the protocol and host it used: as the socket tells, or the X-Forwarded headers of trusted proxies. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Client = { address: string; protocol: string; host: string };

export type TrustedProxies = {
  /** How many proxies stand in front, each appending to X-Forwarded-For. */
  hops: number;
  /** Marks a request of the web pages, a proxy of ours, where other clients connect directly. */
  secret: string | undefined;
};

const PROXY_SECRET_HEADER = 'x-forwarded-secret';

export function clientOf({ headers, socket }: IncomingMessage, { hops, secret }: TrustedProxies): Client {
  const peerAddress = socket.remoteAddress ?? '';
  const trustedHops = knowsSecret(headers[PROXY_SECRET_HEADER], secret) ? Math.max(1, hops) : hops;
  if (trustedHops === 0) return { address: peerAddress, protocol: 'http', host: headers.host ?? '' };
  return {
    address: listIn(headers['x-forwarded-for']).slice(-trustedHops)[0] ?? peerAddress,
    protocol: listIn(headers['x-forwarded-proto'])[0] ?? 'http',
    host: listIn(headers['x-forwarded-host'])[0] ?? headers.host ?? '',
  };
}

function knowsSecret(given: string | string[] | undefined, secret: string | undefined): boolean {
  if (secret === undefined || typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const listIn = (header: string | string[] | undefined): string[] =>
  header === undefined
    ? []
    : String(header)
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean);

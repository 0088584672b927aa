/** Who is at the other end of a connection, and how they called us: as the socket has it, or as trusted proxies in front tell. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Client = { address: string; protocol: string; host: string };

export type TrustedProxies = {
  /** How many stand in front of everything, each appending to X-Forwarded-For. */
  hops: number;
  /** Who brings it is a proxy of ours, the web pages, even where others reach us without any. */
  secret: string | undefined;
};

export const PROXY_SECRET_HEADER = 'x-forwarded-secret';

export function clientOf({ headers, socket }: IncomingMessage, { hops, secret }: TrustedProxies): Client {
  const peerAddress = socket.remoteAddress ?? '';
  const trustedHops = isOurs(headers[PROXY_SECRET_HEADER], secret) ? Math.max(1, hops) : hops;
  if (trustedHops === 0) return { address: peerAddress, protocol: 'http', host: headers.host ?? '' };
  return {
    address: listed(joined(headers['x-forwarded-for'])).slice(-trustedHops)[0] ?? peerAddress,
    protocol: listed(joined(headers['x-forwarded-proto']))[0] ?? 'http',
    host: listed(joined(headers['x-forwarded-host']))[0] ?? headers.host ?? '',
  };
}

function isOurs(given: string | string[] | undefined, secret: string | undefined): boolean {
  if (secret === undefined || typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const joined = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join(', ') : header) || undefined;

const listed = (header: string | undefined): string[] => header?.split(',').map((part) => part.trim()).filter(Boolean) ?? [];

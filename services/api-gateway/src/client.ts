/** Who is at the other end of a connection, and how they called us: as the socket has it, or as trusted proxies in front tell. */
import type { IncomingMessage } from 'node:http';

export type Client = {
  address: string;
  /** Set only where proxies in front are trusted. */
  forwardedFor: string | undefined;
  peerAddress: string;
  protocol: string;
  host: string;
};

/** `trustedProxyHops`: how many proxies stand in front whose X-Forwarded-… is to be believed. */
export function clientOf({ headers, socket }: IncomingMessage, trustedProxyHops: number): Client {
  const peerAddress = socket.remoteAddress ?? '';
  if (trustedProxyHops === 0) return { address: peerAddress, forwardedFor: undefined, peerAddress, protocol: 'http', host: headers.host ?? '' };
  const forwardedFor = joined(headers['x-forwarded-for']);
  return {
    address: listed(forwardedFor).slice(-trustedProxyHops)[0] ?? peerAddress,
    forwardedFor,
    peerAddress,
    protocol: listed(joined(headers['x-forwarded-proto']))[0] ?? 'http',
    host: listed(joined(headers['x-forwarded-host']))[0] ?? headers.host ?? '',
  };
}

const joined = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join(', ') : header) || undefined;

const listed = (header: string | undefined): string[] => header?.split(',').map((part) => part.trim()).filter(Boolean) ?? [];

/** The network of an address, for limits by address: of IPv6 the /64 that one customer has; text that is no address stays as it is. */
import ipaddr from 'ipaddr.js';
import { isIPv6 } from 'node:net';

const NETWORK_GROUPS = 4;

export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const parsed = ipaddr.IPv6.parse(address.split('%')[0]!);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  return `${parsed.parts
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

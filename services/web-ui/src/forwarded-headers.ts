/** How the gateway is told whose request it is that the pages pass on: it believes the address of whoever brings the secret that both know. */

export function inTheNameOf(clientAddress: string, secret = process.env['PROXY_SECRET']): Record<string, string> {
  return { 'x-forwarded-for': clientAddress, ...(secret && { 'x-forwarded-secret': secret }) };
}

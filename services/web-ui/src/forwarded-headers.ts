/** Headers that tell the gateway the address of the pages' client; it believes them because of the secret that both share. */

export function forwardedHeaders(clientAddress: string, secret = process.env['PROXY_SECRET']): Record<string, string> {
  return { 'x-forwarded-for': clientAddress, ...(secret && { 'x-forwarded-secret': secret }) };
}

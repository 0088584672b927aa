/** The headers that cross the gateway, those that every answer has, and the client that they tell of. */
export { type Client, clientOf, type TrustedProxies } from './client.ts';
export { type CommonHeaders, commonHeaders, preflight } from './common-headers.ts';
export { forwardedHeaders, type Headers, replyHeaders } from './forwarded-headers.ts';

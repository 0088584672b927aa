/** The headers of requests and answers: what is forwarded, what every answer has, and what they say of the client. */
export { type Client, clientOf, type TrustedProxies } from './client.ts';
export { type CommonHeaders, commonHeaders, preflight } from './common-headers.ts';
export { type Headers, replyHeaders, requestHeaders } from './forwarded-headers.ts';

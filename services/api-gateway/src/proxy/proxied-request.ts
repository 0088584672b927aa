/** A client's request that is passed on to a service. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export type ProxiedRequest = {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  path: string;
  /** The path as routes compare it. */
  canonicalPath: string;
  /** Path and query, as the client wrote them. */
  url: string;
  correlationId: string;
};

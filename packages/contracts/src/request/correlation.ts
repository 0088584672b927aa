/** The correlation id of everything done for one request. A client's own is kept if it is safe to log, else replaced. */
import { randomUUID } from 'node:crypto';

export const CORRELATION_HEADER = 'x-correlation-id';

const acceptable = /^[A-Za-z0-9._-]{1,64}$/;

export const correlationIdFrom = (given: string | undefined): string =>
  given !== undefined && acceptable.test(given) ? given : randomUUID();

/** Makes each handler of an API refuse with SERVICE_UNAVAILABLE while MongoDB is away. */
import { Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { isOutage } from './is-outage.ts';

export function refuseDuringOutage<H extends Record<string, (request: never) => Promise<unknown>>>(handlers: H): H {
  const refusing = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (request: never) => {
      try {
        return await handler(request);
      } catch (error) {
        if (!isOutage(error)) throw error;
        log.warn('MongoDB does not answer', { error });
        throw new Rejection('SERVICE_UNAVAILABLE', 'The store cannot read its offerings at the moment; try again', { upstream: 'mongodb' });
      }
    },
  ]);
  return Object.fromEntries(refusing) as H;
}

/** Exposes the size of the connection pool to MongoDB at /metrics, counted from the driver's events. */
import { showPool } from '@catalog/observability';
import type { MongoClient } from 'mongodb';

/** Must be called before the client connects. */
export function poolMetrics(client: MongoClient): void {
  let [open, inUse, waiting] = [0, 0, 0];
  client.on('connectionCreated', () => {
    open += 1;
  });
  client.on('connectionClosed', () => {
    open -= 1;
  });
  client.on('connectionCheckOutStarted', () => {
    waiting += 1;
  });
  client.on('connectionCheckOutFailed', () => {
    waiting -= 1;
  });
  client.on('connectionCheckedOut', () => {
    waiting -= 1;
    inUse += 1;
  });
  client.on('connectionCheckedIn', () => {
    inUse -= 1;
  });
  const hide = showPool('database', () => ({ in_use: inUse, idle: open - inUse, waiting }));
  client.once('topologyClosed', hide);
}

/** The message broker's address: RABBITMQ_URL, or that of the catalog running on this machine. */
import { endpointsFile, runningCatalog } from './running-catalog.ts';

export async function brokerUrl(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (environment['RABBITMQ_URL']) return environment['RABBITMQ_URL'];
  const running = await runningCatalog(environment);
  if (!running)
    throw new Error(`No catalog runs here (there is no ${endpointsFile(environment)}): start one, or set RABBITMQ_URL to its broker.`);
  return running.servers.rabbitmq.url;
}

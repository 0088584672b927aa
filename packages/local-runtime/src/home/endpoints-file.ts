/** Writes `endpoints.json`, which says where everything is; it exists exactly as long as the catalog runs. */
import type { ServerName } from '@catalog/backing-services';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessName } from '@catalog/contracts';
import { writeWhole } from './write-whole.ts';

export type Place = { url: string; pid: number; log: string };
export type Endpoints = {
  services: Partial<Record<ProcessName, Place & { metrics: string }>>;
  /** Some have more, such as the address of their web pages. */
  servers: Record<ServerName, Place & { [detail: string]: string | number | boolean | undefined }>;
  credentials: Record<string, { username: string; password: string }>;
};

const endpointsFile = (home: string): string => join(home, 'endpoints.json');

/** Writes are serialised, so that the last one wins. */
export function endpointsWriter(home: string) {
  const file = endpointsFile(home);
  let last: Promise<void> = Promise.resolve();
  return {
    write(endpoints: Endpoints): Promise<void> {
      const content = `${JSON.stringify(endpoints, null, 2)}\n`;
      return (last = last.catch(() => undefined).then(() => writeWhole(file, content)));
    },
    async remove(): Promise<void> {
      await last.catch(() => undefined);
      await rm(file, { force: true });
    },
  };
}

/** The file that tells where everything of a running catalog is; it is there exactly as long as the catalog runs. */
import type { ServerName } from '@catalog/backing-services';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessName } from '@catalog/contracts';
import { writeWhole } from './write-whole.ts';

export type Place = { url: string; pid: number; log: string };
export type Endpoints = {
  services: Partial<Record<ProcessName, Place & { metrics: string }>>;
  /** Some tell more, such as the address of their web pages. */
  servers: Record<ServerName, Place & { [detail: string]: string | number | boolean | undefined }>;
  credentials: Record<string, { username: string; password: string }>;
};

export const endpointsFile = (home: string): string => join(home, 'endpoints.json');

/** Writes come one after another, so that the last one stays. */
export function endpointsWriter(home: string) {
  const file = endpointsFile(home);
  let last: Promise<void> = Promise.resolve();
  return {
    write(endpoints: Endpoints): Promise<void> {
      const content = `${JSON.stringify(endpoints, null, 2)}\n`;
      return last = last.catch(() => undefined).then(() => writeWhole(file, content));
    },
    async remove(): Promise<void> {
      await last.catch(() => undefined);
      await rm(file, { force: true });
    },
  };
}

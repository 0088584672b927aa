/** The events of a start and of what runs afterwards, for whoever shows them. */
import type { Exit, Progress, ProgressState, Server } from '@catalog/backing-services';
import type { ProcessName } from '@catalog/contracts';

export type StartEvents = {
  server: Progress;
  serverEnded(server: Server, lastLines: string[]): void;
  service(name: ProcessName, state: ProgressState, detail?: string): void;
  serviceEnded(name: ProcessName, ended: { exit: Exit; lastLines: string[]; delayMs: number }): void;
  serviceRestarted(name: ProcessName, pid: number): void;
  logShippingFailed(sentence: string): void;
};

const nothing = () => undefined;

export const silent: StartEvents = {
  server: nothing,
  serverEnded: nothing,
  service: nothing,
  serviceEnded: nothing,
  serviceRestarted: nothing,
  logShippingFailed: nothing,
};

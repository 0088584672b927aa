/** The types of a started server, and of what a server needs in order to start. */
import type { ManagedProcess, SpawnOptions } from './processes/index.ts';

export const serverNames = ['postgres', 'rabbitmq', 'mongodb', 'elasticsearch', 'camunda', 'zipkin'] as const;
export type ServerName = (typeof serverNames)[number];
/** Some servers listen on more than one. */
export type PortName = ServerName | 'rabbitmq-management' | 'rabbitmq-distribution' | 'rabbitmq-epmd' | 'elasticsearch-transport';

export type Server = { name: ServerName; url: string; pid: number; log: string; [detail: string]: unknown };

export type ProgressState = 'fetching' | 'starting' | 'waiting' | 'ready' | 'stopping' | 'stopped';
export type Progress = (server: ServerName | 'prerequisites', state: ProgressState, detail?: string) => void;

export type BackingOptions = {
  dataDirectory: string;
  logDirectory: string;
  cacheDirectory?: string;
  only?: readonly ServerName[];
  ports?: Partial<Record<PortName, number>>;
  durable?: boolean;
  progress?: Progress;
  onExit?: (server: Server, lastLines: string[]) => void;
  signal?: AbortSignal;
};

export type BackingServices = { servers: Record<ServerName, Server>; stop(): Promise<void> };

export type Startup = {
  dataDirectory: string;
  cacheDirectory: string;
  durable: boolean;
  ports: Record<PortName, number>;
  signal: AbortSignal;
  progress: Progress;
  run(options: Omit<SpawnOptions, 'logFile' | 'runDirectory'>): ManagedProcess;
};

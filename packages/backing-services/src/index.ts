// Development and tests only: starts the real servers behind the catalog and hands out their addresses.
export { awaitHealthy } from './await-healthy.ts';
export type { HealthWait } from './await-healthy.ts';
export { cacheLock } from './cache-lock.ts';
export { endLeftovers, forgetProcess, recordProcess } from './leftovers.ts';
export { spawnManaged } from './managed-process.ts';
export type { Exit, ManagedProcess, SpawnOptions } from './managed-process.ts';
export { freePort, isPortFree } from './ports.ts';
export type { PortName } from './ports.ts';
export { findChromium } from './prerequisites.ts';
export { acceptsConnections, respondsOk } from './probes.ts';
export type { RabbitmqControl } from './rabbitmq.ts';
export { ProgramFailed, runProgram } from './run-program.ts';
export type { BackingOptions, BackingServices, Progress, ProgressState, Server, ServerName } from './server.ts';
export { createServiceDatabase } from './service-database.ts';
export { startBackingServices } from './start.ts';
export { Trouble } from './trouble.ts';

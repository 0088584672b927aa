/** Development and tests only: starts the real servers behind the catalog and hands out their addresses. */
export { createServiceDatabase } from './create-service-database.ts';
export { ExpectedError } from './expected-error.ts';
export { awaitHealthy, respondsOk } from './health/index.ts';
export { cacheLock, findChromium } from './install/index.ts';
export { freePort, isPortFree } from './ports.ts';
export {
  endLeftovers,
  type Exit,
  forgetProcess,
  type ManagedProcess,
  ProgramFailed,
  recordProcess,
  runProgram,
  spawnManaged,
} from './processes/index.ts';
export type { BackingOptions, BackingServices, PortName, Progress, ProgressState, Server, ServerName } from './server.ts';
export type { RabbitmqControl } from './servers/index.ts';
export { startBackingServices } from './start-backing-services.ts';

/** Starts, records and ends processes of this machine. */
export { endLeftovers } from './end-leftovers.ts';
export { type Exit, type ManagedProcess, spawnManaged, type SpawnOptions } from './managed-process.ts';
export { isStillRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';
export { forgetProcess, recordProcess } from './process-records.ts';
export { ProgramFailed, runProgram } from './run-program.ts';

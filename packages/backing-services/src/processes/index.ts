/** Starts, records and ends processes of this machine. */
export { endLeftovers, forgetProcess, type ProcessIdentity, isStillRunning, thisProcess, recordProcess } from './leftovers.ts';
export { type Exit, type ManagedProcess, spawnManaged, type SpawnOptions } from './managed-process.ts';
export { ProgramFailed, runProgram } from './run-program.ts';

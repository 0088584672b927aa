/** Starts, records and ends processes of this machine. */
export { endLeftovers, forgetProcess, isStillRunning, type ProcessIdentity, recordProcess, thisProcess } from './leftovers.ts';
export { type Exit, type ManagedProcess, spawnManaged, type SpawnOptions } from './managed-process.ts';
export { ProgramFailed, runProgram } from './run-program.ts';

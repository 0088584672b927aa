/** Finds, installs or fetches the programs that the servers are, and the users and directories they run with. */
export { cacheLock } from './cache-lock.ts';
export { fetchJars } from './fetch-jars.ts';
export { postgresBinaries } from './postgres-binaries.ts';
export { findChromium, findEpmd, findJdk, findRabbitmq, onPath } from './prerequisites.ts';
export { defaultCacheDirectory, openToOthers, ownDirectory, unprivilegedUser, type User } from './unprivileged-user.ts';

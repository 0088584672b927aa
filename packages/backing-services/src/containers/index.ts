/** The same servers as containers. */
export { startContainers } from './start-containers.ts';

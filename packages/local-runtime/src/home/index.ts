/** The files of a local catalog: its secrets, its addresses, each service's environment. */
export { type Endpoints, endpointsWriter, type Place } from './endpoints-file.ts';
export { type Environment, writeEnvFiles } from './env-files.ts';
export { type Secrets, secretsIn } from './secrets.ts';
export { writeWhole } from './write-whole.ts';

/** What services ask the cluster they run in. */
export { countReplicas, type Replicas } from './replicas.ts';
export { openSecret, type WatchedSecret } from './secret.ts';

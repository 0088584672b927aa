/** What the gateway answers itself. */
export { type CountReplicas, Dependencies } from './dependencies.ts';
export { ownPages } from './endpoints.ts';
export { FullOffering } from './full-offering.ts';

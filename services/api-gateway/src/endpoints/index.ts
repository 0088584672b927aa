/** What the gateway answers itself. */
export { type CountReplicas, Dependencies } from './dependencies.ts';
export { endpoints } from './endpoints.ts';
export { FullOffering } from './full-offering.ts';

/** What the gateway answers itself. */
export { FullOffering } from './compose-full-offering.ts';
export { type CountReplicas, Dependencies } from './dependencies.ts';
export { endpoints } from './endpoints.ts';

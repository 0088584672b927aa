/** Which services there are, and what each is, uses, publishes and subscribes to. */
export {
  addressVariable,
  callersOf,
  factsOf,
  type ProcessName,
  processNames,
  type ServiceName,
  serviceNames,
  usersOf,
  webPages,
} from './queries.ts';
export { type Caller, type Route, type Server, servers, type ServiceFacts, services } from './manifest.ts';
export * from './subscriptions.ts';

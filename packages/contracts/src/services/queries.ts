/** What follows from the manifest of services: their names, who uses a server, who may call whom. */
import { type Caller, type Server, type ServiceFacts, services } from './manifest.ts';

/** The services and the web pages: everything of ours that runs as a process. */
export type ProcessName = keyof typeof services;
export const processNames = Object.keys(services) as ProcessName[];

export const webPages = 'web-ui';
export type ServiceName = Exclude<ProcessName, typeof webPages>;
export const serviceNames = processNames.filter((name) => name !== webPages);

export const factsOf = (name: ProcessName): Omit<ServiceFacts, 'calls'> & { calls?: readonly ProcessName[] } => services[name];

/** `PRICING_SERVICE_URL`: the environment variable in which others find its address. */
export const addressVariable = (name: ProcessName): string => `${name.toUpperCase().replaceAll('-', '_')}_URL`;

export const usersOf = (server: Server): ServiceName[] => serviceNames.filter((name) => factsOf(name).uses?.includes(server));

const KEYS = { methods: ['GET'], paths: ['/api/v1/auth/jwks'] };

/** Everybody who may call it; with `methods` and `paths`, only for these. */
export function callersOf(name: ProcessName): Caller[] {
  const { callers = [] } = factsOf(name);
  const ours = processNames.flatMap((other): Caller[] => {
    const named = callers.find((caller) => caller.name === other);
    if (named) return [named];
    if (factsOf(other).calls?.includes(name)) return [{ name: other }];
    return name === 'identity-service' && other !== name && !factsOf(other).leavesTokensToOthers ? [{ name: other, ...KEYS }] : [];
  });
  return [...ours, ...callers.filter((caller) => !ours.includes(caller))];
}

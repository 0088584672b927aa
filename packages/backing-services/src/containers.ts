// Starts the servers as containers instead of processes, with the same result.
import type { BackingOptions, BackingServices } from './start.ts';
export function startContainers(_options: BackingOptions): Promise<BackingServices> { throw new Error('todo'); }

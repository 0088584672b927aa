/** The settings of each service, as its src/config.ts describes them. */
import { type ProcessName, processNames } from '@catalog/contracts';

export type Setting = { description: string; default?: string | number | boolean };

export const serviceSettings = Object.fromEntries(
  await Promise.all(
    processNames.map(async (name) => {
      const { settings = {} } = (await import(`../services/${name}/src/config.ts`)) as { settings?: Record<string, Setting> };
      return [name, settings] as const;
    }),
  ),
) as Record<ProcessName, Record<string, Setting>>;

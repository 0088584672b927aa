/** The charts of the services among the dependencies of the whole catalog's chart. */
import { processNames } from '@catalog/contracts';

export const umbrellaChartParts = (): Record<string, string> => ({
  services: processNames.map((name) => `  - {name: ${name}, version: 0.1.0, repository: "file://../${name}"}\n`).join(''),
});

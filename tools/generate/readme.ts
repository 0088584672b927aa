/** README's table of services. */
import { factsOf, type ProcessName, serviceNames, webPages } from '@catalog/contracts';

export const readmeParts = (): Record<string, string> => ({
  services: ['| service | port | owns |', '|---|---|---|', ...([webPages, ...serviceNames] as const).map(row), ''].join('\n'),
});

function row(name: ProcessName): string {
  const { port, owns } = factsOf(name);
  return `| [${name}](services/${name}/README.md) | ${port} | ${owns} |`;
}

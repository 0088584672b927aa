/** The table of settings in docs/operations.md, from the src/config.ts of each service. */
import { processNames } from '@catalog/contracts';
import { serviceSettings, type Setting } from '../service-settings.ts';

export const settingsParts = (): Record<string, string> => ({
  settings: ['| variable | who | meaning |', '|---|---|---|', ...rows(), ''].join('\n'),
});

/** What means the same for several services is one row. */
function rows(): string[] {
  const all = processNames.flatMap((name) =>
    Object.entries(serviceSettings[name]).map(([variable, setting]) => ({ name, variable, meaning: meaningOf(setting) })),
  );
  return [...Map.groupBy(all, ({ variable, meaning }) => `${variable} ${meaning}`).values()].map((same) => {
    const [{ variable, meaning }] = same as [(typeof all)[number]];
    return `| \`${variable}\` | ${same.map(({ name }) => name.replace('-service', '').replace('api-', '')).join(', ')} | ${meaning} |`;
  });
}

const meaningOf = ({ description, default: standard }: Setting): string =>
  standard === undefined ? description : `${description}; default ${standard}`;

/** The table of settings in docs/operations.md, from the src/config.ts of each service. */
import { type ProcessName, processNames } from '@catalog/contracts';

type Setting = { description: string; default?: string | number | boolean };
type Row = { variable: string; of: ProcessName[]; setting: Setting };

const settings = await Promise.all(processNames.map(async (name) => {
  const config = (await import(`../../services/${name}/src/config.ts`)) as { settings?: Record<string, Setting> };
  return Object.entries(config.settings ?? {}).map(([variable, setting]): Row => ({ variable, of: [name], setting }));
}));

export const settingsParts = (): Record<string, string> => ({
  settings: ['| variable | who | meaning |', '|---|---|---|', ...rows().map(line), ''].join('\n'),
});

/** What means the same for several services is one row. */
const rows = (): Row[] => settings.flat().reduce<Row[]>((before, row) => {
  const same = before.find(({ variable, setting }) => variable === row.variable && text(setting) === text(row.setting));
  if (!same) return [...before, row];
  same.of.push(...row.of);
  return before;
}, []);

const line = ({ variable, of, setting }: Row): string =>
  `| \`${variable}\` | ${of.map((name) => name.replace('-service', '').replace('api-', '')).join(', ')} | ${text(setting)} |`;

const text = ({ description, default: standard }: Setting): string =>
  (standard === undefined ? description : `${description}; default ${standard}`);

/**
 * Every file that says something of each service, and how its text follows from the manifest; what stands around the generated parts stays.
 */
import { composeParts } from './compose.ts';
import { readmeParts } from './readme.ts';
import { settingsParts } from './settings.ts';
import { skaffoldParts } from './skaffold.ts';
import { umbrellaChartParts } from './umbrella-chart.ts';

type Parts = Record<string, string>;

export const generatedFiles: Record<string, (current: string) => string> = {
  'docker-compose.yml': (current) => withParts(current, composeParts()),
  'skaffold.yaml': (current) => withParts(current, skaffoldParts()),
  'charts/catalog/Chart.yaml': (current) => withParts(current, umbrellaChartParts()),
  'README.md': (current) => withParts(current, readmeParts()),
  'docs/operations.md': (current) => withParts(current, settingsParts()),
};

/** Each part lies between a line with `<generated: name>` and one with `</generated>`. */
function withParts(text: string, parts: Parts): string {
  return Object.entries(parts).reduce((before, [name, part]) => {
    const [opening, closing] = [`<generated: ${name}>`, '</generated>'];
    const begin = before.indexOf('\n', before.indexOf(opening)) + 1;
    const end = before.lastIndexOf('\n', before.indexOf(closing, begin)) + 1;
    if (!before.includes(opening) || end < begin) throw new Error(`there is no part ${name}`);
    return `${before.slice(0, begin)}${part}${before.slice(end)}`;
  }, text);
}

/** The charts that can be installed, as their Chart.yaml says. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type Chart = { name: string; type: 'application' | 'library'; dependencies?: { name: string }[] };

export const chartsFolder = new URL('./', import.meta.url);

export const installableCharts: readonly Chart[] = readdirSync(chartsFolder, { withFileTypes: true }).flatMap((each): Chart[] => {
  if (!each.isDirectory() || each.name === 'schemas') return [];
  const chart = parse(readFileSync(new URL(`${each.name}/Chart.yaml`, chartsFolder), 'utf8')) as Chart;
  return chart.type === 'application' ? [chart] : [];
});

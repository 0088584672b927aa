/** `catalog export`: prints a catalog as rows that `catalog import` takes, here or in another installation. */
import { csvOf, type CsvTable, csvTables, readThings, rowsOf } from '@catalog/transfer';
import { Command, Option } from 'commander';
import { catalogApi } from '../access/index.ts';

type Options = { csv?: CsvTable };

export const exportCommand = (): Command =>
  new Command('export')
    .description('Print the whole catalog, one JSON object a line')
    .addOption(new Option('--csv <kind>', 'only these, as CSV').choices(csvTables))
    .action(async ({ csv }: Options) => {
      const { rows, warnings } = rowsOf(await readThings(await catalogApi()));
      for (const warning of warnings) console.error(warning);
      const text = csv ? csvOf(csv, rows) : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      process.stdout.write(text);
    });

/** `catalog import`: imports a file of rows; exits with 0, with 1 if a row failed, with 2 if nothing could be tried. */
import { dryRun, entriesOf, type Entry, importRows, inWords, readThings, type RowResult, summaryOf, targetOf } from '@catalog/transfer';
import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { catalogApi, errorMessage } from '../access/index.ts';

type Options = { dryRun?: true; publish?: true; json?: true };

const SOME_FAILED = 1;
const UNUSABLE = 2;

export const importCommand = (): Command =>
  new Command('import')
    .description(
      'Bring a catalog in from a file: NDJSON, or CSV for characteristics, prices and categories; - reads NDJSON from the standard input',
    )
    .argument('<file>')
    .option('--dry-run', 'change nothing, only say what would happen')
    .option('--publish', 'publish the offerings that the file calls PUBLISHED; without it they stay drafts')
    .option('--json', 'say what became of each row as JSON, one line each')
    .action(async (file: string, options: Options) => {
      try {
        const results = await importEntries(entriesOf(file, await contentOf(file)), options);
        if (results.some(({ status }) => status === 'failed')) process.exitCode = SOME_FAILED;
      } catch (error) {
        console.error(errorMessage(error));
        process.exitCode = UNUSABLE;
      }
    });

const contentOf = (file: string): Promise<Buffer> => (file === '-' ? buffer(process.stdin) : readFile(file));

async function importEntries(entries: Entry[], { dryRun: isDry, publish, json }: Options): Promise<RowResult[]> {
  const api = await catalogApi();
  const results: RowResult[] = [];
  const report = (result: RowResult) => {
    results.push(result);
    console.log(json ? JSON.stringify(result) : inWords(result));
  };
  await importRows({ entries, things: await readThings(api), target: isDry ? dryRun : targetOf(api), publish: publish ?? false, report });
  console.error(`${isDry ? 'Would be: ' : ''}${summaryOf(results)}`);
  return results;
}

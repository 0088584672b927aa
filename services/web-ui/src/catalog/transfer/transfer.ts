'use server';
/** Checks or imports the file in a form, with the rights of whoever sent it. */
import { CatalogRefusal } from '@catalog/catalog-client';
import { dryRun, entriesOf, type Entry, importRows, readThings, type RowResult, targetOf } from '@catalog/transfer';
import { catalogApi, transferApi } from '../../api/clients.ts';
import { outcomeOf } from '../../api/outcome.ts';
import { currentLocale } from '../../text/current-locale.ts';
import { fill } from '../../text/locale.ts';
import { textIn } from '../text-in.ts';
import { reportOf, type Step, type TransferState } from './report.ts';
import { hasTooManyLines, limits, MAX_BYTES } from './transfer-limits.ts';

export async function transfer(_: TransferState, form: FormData): Promise<TransferState> {
  const [
    {
      text: { transfer: text, problem },
    },
    me,
  ] = await Promise.all([currentLocale(), whoIsSignedIn()]);
  // Any form can name this action, also one on a page that users see.
  if (!me.ok) return { problem: problem.unavailable };
  if (me.data.role !== 'ADMIN') return { problem: text.adminsOnly };
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) return { problem: text.noFile };
  if (file.size > MAX_BYTES) return { problem: fill(text.tooLarge, limits) };
  const content = new Uint8Array(await file.arrayBuffer());
  if (hasTooManyLines(content)) return { problem: fill(text.tooManyRows, limits) };
  const read = entriesIn(file.name, content);
  if ('problem' in read) return read;
  // Anything else than "import" is only a check, which changes nothing.
  const step = textIn(form, 'step') === 'import' ? 'import' : 'check';
  try {
    return { report: reportOf(step, file.name, await resultsOf(step, read.entries)) };
  } catch (error) {
    return { problem: error instanceof CatalogRefusal ? error.reason : problem.unavailable };
  }
}

const whoIsSignedIn = async () => outcomeOf((await catalogApi()).GET('/api/v1/auth/me'));

function entriesIn(name: string, content: Uint8Array): { entries: Entry[] } | { problem: string } {
  try {
    return { entries: entriesOf(name, content) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

async function resultsOf(step: Step, entries: Entry[]): Promise<RowResult[]> {
  const api = await transferApi();
  const results: RowResult[] = [];
  const target = step === 'import' ? targetOf(api) : dryRun;
  await importRows({
    entries,
    things: await readThings(api),
    target,
    publish: false,
    report: (result) => {
      results.push(result);
    },
  });
  return results;
}

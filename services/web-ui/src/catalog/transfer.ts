'use server';
/** Checks or imports the file that a form brings, with the rights of whoever sent it. */
import { CatalogRefusal, dryRun, entriesOf, type Entry, importRows, readThings, type RowResult, targetOf } from '@catalog/transfer';
import { patientCatalog } from '../api/catalog.ts';
import { fill } from '../text/speech.ts';
import { currentSpeech } from '../text/speech-of-request.ts';
import { limits, MOST_BYTES, MOST_ROWS } from './transfer-limits.ts';
import { reportOf, type Step, type TransferState } from './transfer-report.ts';
import { textIn } from './wishes.ts';

export async function transfer(_: TransferState, form: FormData): Promise<TransferState> {
  const { text: { transfer: text, problem } } = await currentSpeech();
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) return { problem: text.noFile };
  if (file.size > MOST_BYTES) return { problem: fill(text.tooLarge, limits) };
  const read = entriesIn(file.name, new Uint8Array(await file.arrayBuffer()));
  if ('problem' in read) return read;
  if (read.entries.length > MOST_ROWS) return { problem: fill(text.tooManyRows, { ...limits, count: read.entries.length }) };
  // Whatever is not plainly an import changes nothing.
  const step = textIn(form, 'step') === 'import' ? 'import' : 'check';
  try {
    return { report: reportOf(step, file.name, await resultsOf(step, read.entries)) };
  } catch (error) {
    return { problem: error instanceof CatalogRefusal ? error.reason : problem.unavailable };
  }
}

function entriesIn(name: string, content: Uint8Array): { entries: Entry[] } | { problem: string } {
  try {
    return { entries: entriesOf(name, content) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

async function resultsOf(step: Step, entries: Entry[]): Promise<RowResult[]> {
  const api = await patientCatalog();
  const results: RowResult[] = [];
  const target = step === 'import' ? targetOf(api) : dryRun;
  await importRows({ entries, things: await readThings(api), target, publish: false, report: (result) => { results.push(result); } });
  return results;
}

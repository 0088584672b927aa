'use client';
/** A file to be checked or imported, and below it what became of its lines. */
import { type ChangeEvent, useActionState } from 'react';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { limits, MOST_BYTES } from './transfer-limits.ts';
import { transfer } from './transfer.ts';
import { type TransferWords, TransferTable } from './report-table.tsx';

export function TransferForm({ text }: { text: Text['transfer'] & TransferWords }) {
  const [{ problem, report }, send, isSending] = useActionState(transfer, {});
  const measure = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) =>
    input.setCustomValidity((input.files?.[0]?.size ?? 0) > MOST_BYTES ? fill(text.tooLarge, limits) : '');
  return (
    <>
      <form action={send} className="thing-form stack" onReset={(event) => event.preventDefault()}>
        {problem && <div className="notice error" role="alert"><div>{problem}</div></div>}
        <label className="field"><span>{text.file}</span>
          <input type="file" name="file" required accept=".ndjson,.jsonl,.csv" onChange={measure} aria-describedby="transfer-limits" />
        </label>
        <p className="small" id="transfer-limits">{fill(text.limits, limits)}</p>
        <div className="form-end">
          <button className="button primary" name="step" value="check" disabled={isSending}>{text.check}</button>
          <button className="button" name="step" value="import" disabled={isSending}>{text.run}</button>
        </div>
        <p className="small" role="status">{isSending ? text.working : ''}</p>
      </form>
      {report && !isSending && <TransferTable report={report} text={text} />}
    </>
  );
}

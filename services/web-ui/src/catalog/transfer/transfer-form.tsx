'use client';
/** The form that checks or imports a file, and below it the report. */
import { type ChangeEvent, useActionState } from 'react';
import { fill } from '../../text/locale.ts';
import { FormAlert } from '../form-alert.tsx';
import { type ReportLabels, ReportTable } from './report-table.tsx';
import { limits, MAX_BYTES } from './transfer-limits.ts';
import { transfer } from './transfer.ts';

export function TransferForm({ text }: { text: ReportLabels }) {
  const [{ problem, report }, send, isSending] = useActionState(transfer, {});
  const checkSize = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) =>
    input.setCustomValidity((input.files?.[0]?.size ?? 0) > MAX_BYTES ? fill(text.tooLarge, limits) : '');
  return (
    <>
      <form action={send} className="thing-form stack" onReset={(event) => event.preventDefault()}>
        {problem && <FormAlert>{problem}</FormAlert>}
        <label className="field">
          <span>{text.file}</span>
          <input type="file" name="file" required accept=".ndjson,.jsonl,.csv" onChange={checkSize} aria-describedby="transfer-limits" />
        </label>
        <p className="small" id="transfer-limits">
          {fill(text.limits, limits)}
        </p>
        <div className="form-end">
          <button className="button primary" name="step" value="check" disabled={isSending}>
            {text.check}
          </button>
          <button className="button" name="step" value="import" disabled={isSending}>
            {text.run}
          </button>
        </div>
        <p className="small" role="status">
          {isSending ? text.working : ''}
        </p>
      </form>
      {report && !isSending && <ReportTable report={report} text={text} />}
    </>
  );
}

'use client';
/** Compares what somebody wanted to save with what somebody else saved meanwhile. */
import { ownProperty } from '../../own-property.ts';
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import type { Conflict } from '../form-state.ts';
import { scalarText } from '../scalar-text.ts';

export type ConflictLabels = Text['builder'] & { fields: Text['catalog']['fields']; empty: string };

export function ConflictNotice({
  conflict: { theirs, mine, savedAt },
  names,
  editTo,
  text,
}: {
  conflict: Conflict;
  names: Record<string, string>;
  editTo: string;
  text: ConflictLabels;
}) {
  const valueText = (value: unknown): string => {
    if (Array.isArray(value)) return value.map((one) => ownProperty(names, String(one)) ?? String(one)).join(', ') || text.empty;
    return scalarText(value) || text.empty;
  };
  const when = savedAt.replace('T', ' ').slice(0, 19);
  return (
    <div className="notice warning conflict" role="alert">
      <div>
        <p>
          <strong>{text.conflict}</strong>
        </p>
        <p>{text.conflictHint}</p>
        <table>
          <thead>
            <tr>
              <th />
              <th scope="col">{text.mine}</th>
              <th scope="col">{fill(text.theirs, { when })}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(theirs).map(([field, value]) => (
              <tr key={field}>
                <th scope="row">{ownProperty(text.fields, field) ?? field}</th>
                <td>{valueText(ownProperty(mine, field))}</td>
                <td>{valueText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          <a href={editTo}>{text.takeTheirs}</a>
        </p>
      </div>
    </div>
  );
}

/** Describes what an import changes: each field from which value to which, and how many published offerings show it. */
import type { RowResult } from '@catalog/transfer';
import { ownProperty } from '../../own-property.ts';
import { fill, type Forms } from '../../text/locale.ts';
import { scalarText } from '../scalar-text.ts';

/** `fields`: the titles of a row's fields. */
export type ChangeLabels = { fields: Record<string, string>; nothing: string; shownBy: Forms };

export function describeChanges(
  { changes = [], published_offerings: shown = 0, warnings = [] }: RowResult,
  { fields, nothing, shownBy }: ChangeLabels,
): string[] {
  const changed = changes.map(
    ({ field, from, to }) => `${ownProperty(fields, field) ?? field}: ${valueText(from) || nothing} → ${valueText(to) || nothing}`,
  );
  return [...changed, ...(shown > 0 ? [fill(shown === 1 ? shownBy.one : shownBy.other, { count: shown })] : []), ...warnings];
}

function valueText(value: unknown): string {
  const text = scalarText(value);
  return text === '' && typeof value === 'object' && value !== null ? Object.values(value).map(valueText).join(', ') : text;
}

/** What an import changes, or would, in words: each field from what to what, and how much of it customers see. */
import type { RowResult } from '@catalog/transfer';
import { ownEntry } from '../../own-property.ts';
import { fill, type Forms } from '../../text/locale.ts';
import { plainly } from '../scalar-text.ts';

/** `fields`: what each field of a row is called. */
export type ChangeWords = { fields: Record<string, string>; nothing: string; shownBy: Forms };

export function changesInWords({ changes = [], published_offerings: shown = 0, warnings = [] }: RowResult, { fields, nothing, shownBy }: ChangeWords): string[] {
  const changed = changes.map(({ field, from, to }) => `${ownEntry(fields, field) ?? field}: ${said(from) || nothing} → ${said(to) || nothing}`);
  return [...changed, ...(shown > 0 ? [fill(shown === 1 ? shownBy.one : shownBy.other, { count: shown })] : []), ...warnings];
}

function said(value: unknown): string {
  if (typeof value !== 'object' || value === null) return plainly(value);
  return Object.values(value).map(said).join(', ');
}

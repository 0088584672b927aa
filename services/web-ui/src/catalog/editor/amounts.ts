/** Amounts of money in a form: a whole number, or one with one or two decimals after a point or a comma. */
import type { Language } from '../../text/languages.ts';

/** Undefined for anything ambiguous: `1,500` may mean one and a half, or fifteen hundred. */
export function parseAmount(text: string): number | undefined {
  const [, whole, decimals = '0'] = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : Number(`${whole}.${decimals}`);
}

/** As a form shows it in that language, without thousands separators. */
export const amountText = (amount: number, language: Language): string => String(amount).replace('.', decimalMarks[language]);

const decimalMarks: Record<Language, string> = { en: '.', tr: ',' };

/** Amounts of money as people write them in a form: a whole number, or one with one or two decimals behind a point or a comma. */
import type { Language } from '../../text/languages.ts';

/** Undefined for whatever could mean another amount to somebody else: `1,500` is a thousand and a half thousand, or one and a half. */
export function amountIn(text: string): number | undefined {
  const [, whole, decimals = '0'] = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : Number(`${whole}.${decimals}`);
}

/** As a form in that language shows it, without separators of thousands. */
export const amountText = (amount: number, language: Language): string => String(amount).replace('.', decimalMarks[language]);

const decimalMarks: Record<Language, string> = { en: '.', tr: ',' };

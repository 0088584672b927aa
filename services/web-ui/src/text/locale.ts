/** How one language says things: its text, its numbers, amounts and dates. */
import { ownEntry } from '../own-property.ts';
import { en, type Text } from './en.ts';
import type { Language } from './languages.ts';
import { tr } from './tr.ts';

export type Forms = { one: string; other: string };
export type Values = Record<string, string | number>;

export type Speech = {
  language: Language;
  text: Text;
  count(forms: Forms, count: number): string;
  number(value: number): string;
  amount(value: number, currency: string): string;
  /** 1 Gbps, 24 months; what is no number stays as it is. */
  quantity(value: string, unit: string): string;
  day(timestamp: string): string;
  moment(timestamp: string): string;
};

const texts: Record<Language, Text> = { en, tr };
const locales: Record<Language, string> = { en: 'en-US', tr: 'tr-TR' };

export function speechIn(language: Language): Speech {
  const locale = locales[language];
  const text = texts[language];
  const plural = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  const number = (value: number) => numbers.format(value);
  return {
    language,
    text,
    number,
    count: (forms, count) => fill(plural.select(count) === 'one' ? forms.one : forms.other, { count: number(count) }),
    amount: (value, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: Number.isInteger(value) ? 0 : 2 }).format(value),
    quantity(value, unit) {
      const parsed = value.trim() === '' ? Number.NaN : Number(value);
      const said = Number.isFinite(parsed) ? number(parsed) : value;
      const name = ownEntry(text.units, unit) ?? unit;
      return name === '' ? said : `${said} ${singular(name, parsed, language)}`;
    },
    day: (timestamp) => days.format(new Date(timestamp)),
    moment: (timestamp) => `${moments.format(new Date(timestamp))} UTC`,
  };
}

/** Puts values in the place of `{name}`. */
export const fill = (template: string, values: Values): string => template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(ownEntry(values, name) ?? whole));

const singular = (name: string, value: number, language: Language): string => (language === 'en' && value === 1 ? name.replace(/^(day|month|year)s$/, '$1') : name);

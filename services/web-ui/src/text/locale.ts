/** A locale: the texts of a language, and how it writes numbers, amounts and dates. */
import { ownProperty } from '../own-property.ts';
import { en, type Text } from './en.ts';
import type { Language } from './languages.ts';
import { tr } from './tr.ts';

export type Forms = { one: string; other: string };
export type Values = Record<string, string | number>;

export type Locale = {
  language: Language;
  text: Text;
  count(forms: Forms, count: number): string;
  number(value: number): string;
  amount(value: number, currency: string): string;
  /** `1 Gbps`, `24 months`; a value that is not a number stays as it is. */
  quantity(value: string, unit: string): string;
  day(timestamp: string): string;
  moment(timestamp: string): string;
};

const texts: Record<Language, Text> = { en, tr };
const tags: Record<Language, string> = { en: 'en-US', tr: 'tr-TR' };

export function localeFor(language: Language): Locale {
  const tag = tags[language];
  const text = texts[language];
  const plural = new Intl.PluralRules(tag);
  const numbers = new Intl.NumberFormat(tag, { maximumFractionDigits: 6 });
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const moments = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  const number = (value: number) => numbers.format(value);
  return {
    language,
    text,
    number,
    count: (forms, count) => fill(plural.select(count) === 'one' ? forms.one : forms.other, { count: number(count) }),
    amount: (value, currency) => {
      const minimumFractionDigits = Number.isInteger(value) ? 0 : 2;
      return new Intl.NumberFormat(tag, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits }).format(
        value,
      );
    },
    quantity(value, unit) {
      const parsed = value.trim() === '' ? Number.NaN : Number(value);
      const shown = Number.isFinite(parsed) ? number(parsed) : value;
      const name = ownProperty(text.units, unit) ?? unit;
      return name === '' ? shown : `${shown} ${singular(name, parsed, language)}`;
    },
    day: (timestamp) => days.format(new Date(timestamp)),
    moment: (timestamp) => `${moments.format(new Date(timestamp))} UTC`,
  };
}

/** Replaces each `{name}` in a template by its value. */
export const fill = (template: string, values: Values): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(ownProperty(values, name) ?? whole));

const singular = (name: string, value: number, language: Language): string =>
  language === 'en' && value === 1 ? name.replace(/^(day|month|year)s$/, '$1') : name;

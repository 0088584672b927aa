/** A charge as the text of a price's unit, and back where the text is plain: each charge is the one that its text says. */
import { foldedLine } from '../../text/index.ts';
import { type Charge, LONGEST_COMMITMENT, MOST_PERIODS, PER_LENGTH, type PeriodUnit } from './charge.ts';

/** `per SIM per 3 months for 24 months`, `one-time per SIM`, `per GB`. */
export function unitOf({ type, every, per, for_months }: Charge): string {
  if (type === 'one-time') return per === undefined ? 'one-time' : `one-time per ${per}`;
  const parts = [
    per !== undefined && `per ${per}`,
    every && (every.count === 1 ? `per ${every.unit}` : `per ${every.count} ${every.unit}s`),
    for_months !== undefined && `for ${for_months} ${for_months === 1 ? 'month' : 'months'}`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** In any case and white space; undefined where it could mean something else. */
export function chargeFromUnit(text: string): Charge | undefined {
  const { rest, for_months } = withoutTerm(foldedLine(text));
  const [head = '', ...each] = rest.split(/(?:^| )per /i);
  if (isOnce.test(head)) return for_months === undefined && each.length <= 1 ? oneTime(each[0]) : undefined;
  if (head !== '' && !adverbs.has(head.toLowerCase())) return undefined;
  const stated = head === '' ? each : [head, ...each];
  const periods = stated.flatMap((one) => periodFrom(one) ?? []);
  const things = stated.filter((one) => periodFrom(one) === undefined);
  if (periods.length > 1 || things.length > 1 || !things.every(isThing)) return undefined;
  const per = things[0] === undefined ? {} : { per: things[0] };
  const [every] = periods;
  if (every) return { type: 'recurring', every, ...per, ...(for_months !== undefined && { for_months }) };
  return for_months === undefined && things.length === 1 ? { type: 'usage', ...per } : undefined;
}

/** What can be counted, and is not taken for a period. */
export const isThing = (text: string): boolean =>
  [...text].length <= PER_LENGTH && thing.test(text) && foldedLine(text) === text && !text.split(/\P{L}+/u).some(isReserved);

const isOnce = /^(?:one[- ]?time|once)$/i;
const thing = /^(?=.*\p{L})[\p{L}\p{N}][\p{L}\p{M}\p{N} .&+'-]*$/u;

type Period = { count: number; unit: PeriodUnit };

const year: Period = { count: 1, unit: 'year' };
const quarter: Period = { count: 3, unit: 'month' };
const nouns: ReadonlyMap<string, Period> = new Map([
  ['day', { count: 1, unit: 'day' }],
  ['week', { count: 1, unit: 'week' }],
  ['fortnight', { count: 2, unit: 'week' }],
  ['month', { count: 1, unit: 'month' }],
  ['quarter', quarter],
  ['year', year],
  ['annum', year],
]);
const adverbs: ReadonlyMap<string, Period> = new Map([
  ['daily', { count: 1, unit: 'day' }],
  ['weekly', { count: 1, unit: 'week' }],
  ['monthly', { count: 1, unit: 'month' }],
  ['quarterly', quarter],
  ['yearly', year],
  ['annually', year],
]);

const otherReserved = new Set(['per', 'for', 'every', 'each', 'once']);
const isReserved = (word: string): boolean => {
  const one = word.toLowerCase().replace(/s$/, '');
  return nouns.has(one) || adverbs.has(one) || otherReserved.has(one);
};

/** `month`, `3 months`, `monthly`. */
function periodFrom(text: string): Period | undefined {
  const [, count, word = ''] = /^(?:([1-9]\d{0,2}) )?([a-z]+?)s?$/i.exec(text) ?? [];
  const noun = word.toLowerCase();
  const known = nouns.get(noun) ?? (count === undefined ? adverbs.get(noun) : undefined);
  if (!known) return undefined;
  const period = { ...known, count: known.count * Number(count ?? 1) };
  return period.count <= MOST_PERIODS ? period : undefined;
}

/** Separates `for 24 months`, or `for 2 years`, from what comes before. */
function withoutTerm(line: string): { rest: string; for_months?: number } {
  const [term, count, unit] = / for ([1-9]\d{0,2}) (month|year)s?$/i.exec(line) ?? [];
  if (term === undefined) return { rest: line };
  const for_months = Number(count) * (unit!.toLowerCase() === 'year' ? 12 : 1);
  return for_months <= LONGEST_COMMITMENT ? { rest: line.slice(0, -term.length), for_months } : { rest: line };
}

function oneTime(per: string | undefined): Charge | undefined {
  if (per === undefined) return { type: 'one-time' };
  return isThing(per) ? { type: 'one-time', per } : undefined;
}

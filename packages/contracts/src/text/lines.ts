/** The rules of text that people write: one line for names and values, several for descriptions. */
import { Rejection } from '../rejection.ts';

export type Field = { field: string; longest: number };

/** A line as it is stored, unchecked, to search or to compare: lines that differ only in white space or normal form become equal. */
export const foldedLine = (raw: string): string =>
  raw
    .trim()
    .normalize('NFC')
    .replaceAll(/\p{Zs}+/gu, ' ');

/** Equal for lines that differ only in case, as in the database. */
export const lineKey = (raw: string): string => foldedLine(raw).toLowerCase();

/** Refuses with VALIDATION_ERROR what is empty, too long, or has characters that nobody sees. */
export function lineFrom(raw: string, { field, longest }: Field): string {
  const line = foldedLine(raw);
  if (line === '') throw new Rejection('VALIDATION_ERROR', `${field} must not be empty`, { field });
  refuseLonger(line, { field, longest });
  refuseCharacter(line.replaceAll(joined, '').match(unseen), field);
  return line;
}

/** Makes a line that is accepted, or empty, of any line: removes refused characters, and cuts what is too long. */
export const mendedLine = (raw: string, longest: number): string => seenLine(cut(seenLine(raw), longest));

/** Without refused characters. A cut may leave some: what joins an emoji to the part of it that is gone. */
const seenLine = (raw: string): string =>
  foldedLine(raw.replaceAll(/\s+/g, ' ').replaceAll(joinedOrUnseen, (_, kept?: string) => kept ?? ''));

/**
 * Several lines; null where there is no text. Line breaks become \n, tabs spaces.
 * Refuses with VALIDATION_ERROR other control characters and those that change the direction of text.
 */
export function linesFrom(raw: string, { field, longest }: Field): string | null {
  const lines = foldedLines(raw);
  refuseLonger(lines, { field, longest });
  refuseCharacter(lines.match(unwelcome), field);
  return lines === '' ? null : lines;
}

/** As `mendedLine`, for several; null where nothing is left. */
export const mendedLines = (raw: string, longest: number): string | null =>
  cut(foldedLines(foldedLines(raw).replaceAll(unwelcome, '')), longest) || null;

const foldedLines = (raw: string): string =>
  raw
    .replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .trim()
    .normalize('NFC');

/**
 * Refused in a line: control and format characters, lone surrogates, private and unassigned characters, invisible ones, and line breaks.
 * Two names that look alike must be alike, or both would count as unique.
 */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/v;

/** Scripts in which a joiner or a non-joiner between letters is visible. */
const joining =
  String.raw`[[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}` +
  String.raw`\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]--${unseen.source}]`;

/** Where an invisible character matters: inside an emoji, between such letters, after an ideograph whose form it selects. */
const seen = String.raw`\p{RGI_Emoji}|(?<=${joining})[\u200C\u200D](?=${joining})|(?<=[[\p{sc=Han}\p{sc=Mong}]--${unseen.source}])\p{Variation_Selector}`;
const joined = new RegExp(seen, 'gv');
const joinedOrUnseen = new RegExp(`(${seen})|${unseen.source}`, 'gv');

/** Refused in several lines: controls but the line break, lone surrogates, and what changes the direction of text. */
const unwelcome = /(?!\n)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

function refuseLonger(text: string, { field, longest }: Field): void {
  const { length } = [...text];
  if (length > longest)
    throw new Rejection('VALIDATION_ERROR', `${field} must have at most ${longest} characters, it has ${length}`, { field });
}

function refuseCharacter(found: RegExpMatchArray | null, field: string): void {
  if (!found) return;
  const code = `U+${found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  throw new Rejection('VALIDATION_ERROR', `${field} must not have control or invisible characters; it has ${code}`, { field });
}

const cut = (text: string, longest: number): string => [...text].slice(0, longest).join('').trim();

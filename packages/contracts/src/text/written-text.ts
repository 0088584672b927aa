/** What text that people write may be, the same wherever they write it: a line, as names and values are, or lines, as descriptions are. */
import { Rejection } from '../rejection.ts';

export type Field = { field: string; longest: number };

/** For documentation: the rule of a line in words. */
export const lineInWords = 'on one line, without control or invisible characters; white space at its ends is dropped, inside it counts as one space each';

/** As a line is stored, whatever it has in it: to look for one, or to compare. What differs in white space or in normal form alone becomes equal. */
export const foldedLine = (raw: string): string => raw.trim().normalize('NFC').replaceAll(/\p{Zs}+/gu, ' ');

/** Equal for lines that differ in nothing but their case, as the database compares them. */
export const lineKey = (raw: string): string => foldedLine(raw).toLowerCase();

/** Refuses with VALIDATION_ERROR what is empty, too long, or has characters that nobody sees. */
export function lineFrom(raw: string, { field, longest }: Field): string {
  const line = foldedLine(raw);
  if (line === '') throw new Rejection('VALIDATION_ERROR', `${field} must not be empty`, { field });
  refuseLonger(line, { field, longest });
  refuseCharacter(line.replaceAll(joined, '').match(unseen), field);
  return line;
}

/** Any line made one that is not refused, or empty: refused characters are taken out, what is too long is cut. */
export const mendedLine = (raw: string, longest: number): string =>
  cut(foldedLine(raw.replaceAll(/\s+/g, ' ').replaceAll(joinedOrUnseen, (_, kept?: string) => kept ?? '')), longest);

/** Several lines, or none: null is what has no text. Line breaks are \n, a tab is a space. Refuses with VALIDATION_ERROR other controls and what turns the direction of text. */
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
  raw.replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, '\n').replaceAll('\t', ' ').trim().normalize('NFC');

/**
 * Controls, format characters, halves of surrogate pairs, private and unassigned ones, whatever fonts show nothing for, and line breaks.
 * Two names that look alike must be alike, or both would count as unique.
 */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/v;

/** Scripts in which a joiner, or a non-joiner, between letters changes what one sees. */
const joining = String.raw`[[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}`
  + String.raw`\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]--${unseen.source}]`;

/** Where an unseen character is part of what is seen: inside an emoji, between such letters, after the ideograph whose form it selects. */
const seen = String.raw`\p{RGI_Emoji}|(?<=${joining})[\u200C\u200D](?=${joining})|(?<=[[\p{sc=Han}\p{sc=Mong}]--${unseen.source}])\p{Variation_Selector}`;
const joined = new RegExp(seen, 'gv');
const joinedOrUnseen = new RegExp(`(${seen})|${unseen.source}`, 'gv');

/** In several lines: controls but the line break, halves of surrogate pairs, and what reorders the text around it. */
const unwelcome = /(?!\n)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

function refuseLonger(text: string, { field, longest }: Field): void {
  const { length } = [...text];
  if (length > longest) throw new Rejection('VALIDATION_ERROR', `${field} must have at most ${longest} characters, it has ${length}`, { field });
}

function refuseCharacter(found: RegExpMatchArray | null, field: string): void {
  if (!found) return;
  const code = `U+${found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  throw new Rejection('VALIDATION_ERROR', `${field} must not have control or invisible characters; it has ${code}`, { field });
}

const cut = (text: string, longest: number): string => [...text].slice(0, longest).join('').trim();

/** Reads If-Match and If-None-Match (RFC 9110, 13.1); what cannot be parsed or would be ignored is refused, as the client relies on it. */
import { Rejection } from '@catalog/contracts';
import type { IncomingHttpHeaders } from 'node:http';

/** `*`: any that there is. */
type Tags = '*' | readonly string[];
export type Preconditions = { ifMatch?: Tags; ifNoneMatch?: Tags };

type Precondition = 'If-Match' | 'If-None-Match' | 'If-Unmodified-Since';

/** `isConditional`: it compares them with what it changes. */
type Conditions = { method: string; isConditional: boolean };

/** Undefined where there are none. */
export function preconditionsOf(headers: IncomingHttpHeaders, { method, isConditional }: Conditions): Preconditions | undefined {
  if (method !== 'GET') {
    refuse(headers, isConditional ? ['If-Unmodified-Since'] : ['If-Match', 'If-None-Match', 'If-Unmodified-Since']);
  }
  const [ifMatch, ifNoneMatch] = [tagsIn(headers, 'If-Match'), tagsIn(headers, 'If-None-Match')];
  return ifMatch || ifNoneMatch ? { ...(ifMatch && { ifMatch }), ...(ifNoneMatch && { ifNoneMatch }) } : undefined;
}

function refuse(headers: IncomingHttpHeaders, names: readonly Precondition[]): void {
  for (const name of names) {
    if (name.toLowerCase() in headers) throw refused(name, 'is not known here; what has an ETag can be changed with that as If-Match');
  }
}

const tag = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
/** With NUL, which no header has, for each tag, and without blanks. Superfluous commas are allowed, missing ones are not. */
const listOfTags = /^,*\0(?:,+\0)*,*$/;

function tagsIn(headers: IncomingHttpHeaders, name: 'If-Match' | 'If-None-Match'): Tags | undefined {
  const text = headers[name.toLowerCase()];
  if (typeof text !== 'string') return undefined;
  if (text === '*') return '*';
  const isList = listOfTags.test(text.replaceAll(tag, '\0').replaceAll(/[ \t]/g, ''));
  if (!isList) throw refused(name, 'must be * or a list of entity tags in double quotes');
  return text.match(tag)!;
}

const refused = (header: Precondition, fault: string): Rejection =>
  new Rejection('VALIDATION_ERROR', `${header} ${fault}`, { field: header });

/** Reads what a request demands of the thing it is about (RFC 9110, 13.1): what cannot be read is refused, for whoever sent it relies on it. */
import { Rejection } from '@catalog/contracts';
import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from './operation.ts';
import { isConditional } from './refusals-of.ts';

/** `*`: any that there is. */
type Tags = '*' | readonly string[];
export type Preconditions = { ifMatch?: Tags; ifNoneMatch?: Tags };

type Precondition = 'If-Match' | 'If-None-Match' | 'If-Unmodified-Since';

/** Undefined where nothing is demanded. A change that was to depend on something is not made where nobody would look at that. */
export function preconditionsOf(headers: IncomingHttpHeaders, operation: Operation): Preconditions | undefined {
  if (operation.method !== 'GET') refuse(headers, isConditional(operation) ? ['If-Unmodified-Since'] : ['If-Match', 'If-None-Match', 'If-Unmodified-Since']);
  const [ifMatch, ifNoneMatch] = [tagsIn(headers, 'If-Match'), tagsIn(headers, 'If-None-Match')];
  return ifMatch || ifNoneMatch ? { ...(ifMatch && { ifMatch }), ...(ifNoneMatch && { ifNoneMatch }) } : undefined;
}

function refuse(headers: IncomingHttpHeaders, names: readonly Precondition[]): void {
  for (const name of names) if (name.toLowerCase() in headers) throw refused(name, 'is not known here; what has an ETag can be changed with that as If-Match');
}

const tag = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
/** With each tag as NUL, which is in no header, and without blanks. A comma too many is none too few. */
const listOfTags = /^,*\0(?:,+\0)*,*$/;

function tagsIn(headers: IncomingHttpHeaders, name: 'If-Match' | 'If-None-Match'): Tags | undefined {
  const text = headers[name.toLowerCase()];
  if (typeof text !== 'string') return undefined;
  if (text === '*') return '*';
  if (!listOfTags.test(text.replaceAll(tag, '\0').replaceAll(/[ \t]/g, ''))) throw refused(name, 'must be * or a list of entity tags in double quotes');
  return text.match(tag)!;
}

const refused = (header: Precondition, fault: string): Rejection => new Rejection('VALIDATION_ERROR', `${header} ${fault}`, { field: header });

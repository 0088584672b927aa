/** Reads a JSON body within limits; refuses what cannot be stored, or could be read in two ways: another encoding than UTF-8, a key twice. */
import { Rejection } from '@catalog/contracts';
import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { duplicateKeyIn } from './duplicate-key.ts';
import { readBody } from './read-body.ts';
import { refuseUnstorable } from './unstorable.ts';

/** Undefined when there is none, whatever type it claims to have. */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const bytes = await readBody(request, limitBytes);
  if (bytes.length === 0) return undefined;
  if (!saysJson(request.headers['content-type'])) throw new Rejection('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json, in UTF-8');
  return jsonIn(textIn(bytes));
}

/** Its work is in proportion to the length of the text. */
export function jsonIn(text: string): unknown {
  const body = parsed(text);
  refuseUnstorable(body);
  refuseDuplicateKey(text);
  return body;
}

function saysJson(contentType = ''): boolean {
  try {
    const { essence, params } = new MIMEType(contentType);
    return (essence === 'application/json' || essence.endsWith('+json')) && (params.get('charset') ?? 'utf-8').toLowerCase() === 'utf-8';
  } catch {
    return false;
  }
}

/** A byte order mark before it is no part of it. */
function textIn(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Rejection('MALFORMED_REQUEST', 'The body is not UTF-8');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Rejection('MALFORMED_REQUEST', 'The body is not valid JSON');
  }
}

function refuseDuplicateKey(text: string): void {
  const key = duplicateKeyIn(text);
  if (key === undefined) return;
  throw new Rejection('MALFORMED_REQUEST', `The body has the key ${JSON.stringify(key)} twice in one object`, { field: key });
}

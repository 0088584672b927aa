/** Reads a JSON body within limits; refuses what cannot be stored, another encoding than UTF-8, and duplicate keys. */
import { Rejection } from '@catalog/contracts';
import { duplicateKeyIn } from '@catalog/validation';
import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { readBody } from './read-body.ts';
import { refuseUnstorable } from './unstorable.ts';

/** Undefined when there is no body, whatever type it claims to have. */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const bytes = await readBody(request, limitBytes);
  if (bytes.length === 0) return undefined;
  if (!isJson(request.headers['content-type'])) throw notJson();
  return jsonIn(textIn(bytes));
}

/** Takes time in proportion to the length of the text. */
export function jsonIn(text: string): unknown {
  const body = parse(text);
  refuseUnstorable(body);
  refuseDuplicateKey(text);
  return body;
}

export const notJson = (): Rejection => new Rejection('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json, in UTF-8');

export const malformedJson = (): Rejection => new Rejection('MALFORMED_REQUEST', 'The body is not valid JSON');

function isJson(contentType = ''): boolean {
  try {
    const { essence, params } = new MIMEType(contentType);
    return (essence === 'application/json' || essence.endsWith('+json')) && (params.get('charset') ?? 'utf-8').toLowerCase() === 'utf-8';
  } catch {
    return false;
  }
}

/** Without a byte order mark. */
function textIn(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Rejection('MALFORMED_REQUEST', 'The body is not UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedJson();
  }
}

function refuseDuplicateKey(text: string): void {
  const key = duplicateKeyIn(text);
  if (key === undefined) return;
  throw new Rejection('MALFORMED_REQUEST', `The body has the key ${JSON.stringify(key)} twice in one object`, { field: key });
}

/** Reads a JSON body within limits; refuses what cannot be stored or could be read in two ways: NUL, lone surrogates, `__proto__`, a key twice. */
import { Rejection } from '@catalog/contracts';
import parse from 'co-body';
import type { IncomingMessage } from 'node:http';
import { duplicateKeyIn } from './duplicate-key.ts';

const LIMIT = '1mb';
const MAXIMUM_DEPTH = 20;

/** Undefined when there is none, whatever type it claims to have. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const text = await readText(request);
  if (text === '') return undefined;
  if (type !== 'application/json' && !type?.endsWith('+json')) {
    throw new Rejection('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json');
  }
  const body = parsed(text);
  refuseUnstorable(body, '', 0);
  refuseDuplicateKey(text);
  return body;
}

async function readText(request: IncomingMessage): Promise<string> {
  try {
    return await parse.text(request, { limit: LIMIT, encoding: 'utf8' }) as string;
  } catch (error) {
    if (statusOf(error) === 413) throw new Rejection('BODY_TOO_LARGE', `The body may have at most ${LIMIT}`);
    throw new Rejection('MALFORMED_REQUEST', 'The body could not be read');
  }
}

const statusOf = (error: unknown): unknown => (error instanceof Error && 'status' in error ? error.status : undefined);

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

function refuseUnstorable(value: unknown, field: string, depth: number): void {
  if (depth > MAXIMUM_DEPTH) throw new Rejection('MALFORMED_REQUEST', `The body is nested deeper than ${MAXIMUM_DEPTH} levels`);
  if (typeof value === 'string') refuseUnstorableText(value, field);
  if (value === Infinity || value === -Infinity) throw new Rejection('VALIDATION_ERROR', `${field || 'The body'} is too large a number`, field ? { field } : {});
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') throw new Rejection('MALFORMED_REQUEST', 'A key must not be "__proto__"');
    refuseUnstorableText(key, field);
    refuseUnstorable(inner, field === '' ? key : `${field}.${key}`, depth + 1);
  }
}

export function refuseUnstorableText(text: string, field: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new Rejection('VALIDATION_ERROR', `${field || 'The body'} has a character that is not text`, field ? { field } : {});
  }
}

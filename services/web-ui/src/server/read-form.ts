/** Reads the fields of a small form that a browser sent. */
import { Rejection } from '@catalog/contracts';
import parse from 'co-body';
import type { Context } from 'koa';

export async function readForm(ctx: Context): Promise<Record<string, string>> {
  try {
    const fields = (await parse.form(ctx.req, { limit: '8kb' })) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  } catch {
    throw new Rejection('MALFORMED_REQUEST', 'Malformed form');
  }
}

/** Finds things by part of their name, for the picker of a form. */
import type { NextRequest } from 'next/server';
import { referencesNamed, type ReferredKind } from '../../../catalog/references.ts';
import { currentLocale } from '../../../text/current-locale.ts';

const referred: readonly ReferredKind[] = ['specifications', 'characteristics', 'prices', 'categories'];

export async function GET({ nextUrl: { searchParams } }: NextRequest): Promise<Response> {
  const kind = referred.find((one) => one === searchParams.get('kind'));
  if (!kind) return new Response(null, { status: 404 });
  return Response.json({
    items: await referencesNamed(kind, [...(searchParams.get('name') ?? '').trim()].slice(0, 200).join(''), await currentLocale()),
  });
}

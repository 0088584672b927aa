/** Things by a part of their name, for whoever picks one. */
import type { NextRequest } from 'next/server';
import { referencesNamed, type ReferredKind } from '../../../catalog/references.ts';
import { currentSpeech } from '../../../text/current-locale.ts';

const referred: readonly ReferredKind[] = ['specifications', 'characteristics', 'prices'];

export async function GET({ nextUrl: { searchParams } }: NextRequest): Promise<Response> {
  const kind = referred.find((one) => one === searchParams.get('kind'));
  if (!kind) return new Response(null, { status: 404 });
  return Response.json({ items: await referencesNamed(kind, [...(searchParams.get('name') ?? '').trim()].slice(0, 200).join(''), await currentSpeech()) });
}

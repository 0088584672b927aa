/** Names for the search field, in the shape that the store gives them. */
import type { NextRequest } from 'next/server';
import { store } from '../../api/catalog.ts';
import { outcomeOf } from '../../api/outcome.ts';

const MOST = 8;

export async function GET(request: NextRequest): Promise<Response> {
  const q = (request.nextUrl.searchParams.get('q') ?? '').trim().slice(0, 200);
  if (q === '') return Response.json({ suggestions: [] });
  const outcome = await outcomeOf((await store()).GET('/api/v1/store/suggest', { params: { query: { q, limit: MOST } } }));
  return outcome.ok ? Response.json(outcome.data) : Response.json({ suggestions: [] }, { status: outcome.problem.status });
}

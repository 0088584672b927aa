/** Suggests names for the search field, in the store's own format. */
import type { NextRequest } from 'next/server';
import { storeApi } from '../../api/clients.ts';
import { outcomeOf } from '../../api/outcome.ts';

const LIMIT = 8;

export async function GET(request: NextRequest): Promise<Response> {
  const q = (request.nextUrl.searchParams.get('q') ?? '').trim().slice(0, 200);
  if (q === '') return Response.json({ suggestions: [] });
  const outcome = await outcomeOf((await storeApi()).GET('/api/v1/store/suggest', { params: { query: { q, limit: LIMIT } } }));
  return outcome.ok ? Response.json(outcome.data) : Response.json({ suggestions: [] }, { status: outcome.problem.status });
}

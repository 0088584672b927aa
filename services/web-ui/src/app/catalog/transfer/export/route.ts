/** Downloads the whole catalog as NDJSON: one JSON object per line. */
import { readThings, rowsOf } from '@catalog/transfer';
import { transferApi } from '../../../../api/clients.ts';
import { currentUser } from '../../../../api/current-user.ts';

export async function GET(): Promise<Response> {
  if ((await currentUser())?.role !== 'ADMIN') return new Response(null, { status: 403 });
  const things = await readThings(await transferApi()).catch(() => undefined);
  if (!things) return new Response(null, { status: 303, headers: { location: '/catalog/transfer?problem=exportFailed' } });
  return new Response(linesOf(rowsOf(things).rows.values()), {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="catalog-${new Date().toISOString().slice(0, 10)}.ndjson"`,
      'cache-control': 'no-store',
    },
  });
}

function linesOf(rows: Iterator<object>): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      const next = rows.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
  });
}

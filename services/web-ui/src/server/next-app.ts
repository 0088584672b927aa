/** Next.js as one function: renders what its build has, and serves the build's files. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type createNext from 'next';

export type AnswerWithPage = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type Pages = { answer: AnswerWithPage; close(): Promise<void> };

/** `directory` is where the build lies, in `.next`. */
export async function preparePages(directory: string): Promise<Pages> {
  process.env['NEXT_TELEMETRY_DISABLED'] = '1';
  const next = createRequire(import.meta.url)('next') as typeof createNext;
  const app = next({ dev: process.env['WEB_UI_DEVELOPMENT'] === 'true', dir: directory });
  await app.prepare();
  return { answer: app.getRequestHandler(), close: () => app.close() };
}

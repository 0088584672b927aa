/** Next.js as one request handler: renders the built pages and serves the files of the build. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type createNext from 'next';

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type NextApp = { handle: PageHandler; close(): Promise<void> };

/** `directory` contains the build, in `.next`. */
export async function startNext(directory: string): Promise<NextApp> {
  process.env['NEXT_TELEMETRY_DISABLED'] = '1';
  const next = createRequire(import.meta.url)('next') as typeof createNext;
  const app = next({ dev: process.env['WEB_UI_DEVELOPMENT'] === 'true', dir: directory });
  await app.prepare();
  return { handle: app.getRequestHandler(), close: () => app.close() };
}

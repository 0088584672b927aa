/** A service's answer on its way to the client. */
import type { ServerResponse } from 'node:http';
import type { Headers } from '../headers/index.ts';

/** `body` is null where the status or the method has none. */
export type Answer = { status: number; headers: Headers; body: StreamedBody | Buffer | null };

/** A body that is still arriving. */
export type StreamedBody = { pipeTo(response: ServerResponse): void };

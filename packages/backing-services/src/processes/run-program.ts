/** Runs a program to its end and returns its output; if it fails, the error has the last lines. */
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { signalGroup } from './signal-group.ts';

export type Program = {
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  limitMs?: number;
  signal?: AbortSignal;
};

export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
  readonly output: string;

  constructor(command: string, reason: string, output: string) {
    const plain = stripVTControlCharacters(output).trim();
    super(`${command} failed (${reason}): ${plain.split('\n').slice(-SHOWN_LINES).join('\n')}`);
    this.output = plain;
  }
}

const DEFAULT_LIMIT_MS = 60_000;
const SHOWN_LINES = 8;
const KEPT_CHARACTERS = 64 * 1024;

export function runProgram({ command, args, limitMs = DEFAULT_LIMIT_MS, signal, ...options }: Program): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // In its own group, so that Ctrl-C in the terminal reaches only us: we stop it in order, or let it finish where stopping half way does
    // harm.
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => {
      if (child.pid) signalGroup(child.pid, 'SIGTERM');
    };
    const timer = setTimeout(end, limitMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
      });
    }
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', (error) => settle(() => reject(new ProgramFailed(command, error.message, output))));
    child.once('close', (code, endedBy) =>
      settle(() => {
        if (code === 0) resolve(output);
        else reject(signal?.aborted ? (signal.reason as Error) : new ProgramFailed(command, endedBy ?? `code ${code}`, output));
      }),
    );

    function settle(conclude: () => void): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      conclude();
    }
  });
}

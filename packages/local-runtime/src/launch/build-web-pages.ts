/** Builds the web pages, unless the existing build was made of the same sources. */
import { cacheLock, ProgramFailed, runProgram, ExpectedError } from '@catalog/backing-services';
import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIMIT_MS = 10 * 60_000;

const folder = fileURLToPath(new URL('../../../../services/web-ui/', import.meta.url));
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const output = join(folder, '.next');
/** Contains the hash of the build's sources; written last, so that an interrupted build does not count. */
const mark = join(output, 'made-of');

/** Everything the pages are built from, including the versions of all packages. */
const sources = [
  'services/web-ui/src/**/*',
  'services/web-ui/{package.json,next.config.mjs,tsconfig.json}',
  'packages/{catalog-client,contracts,transfer,validation}/src/**/*',
  'package-lock.json',
];
const notBuilt = /^services\/web-ui\/src\/(?:main|config)\.ts$|^services\/web-ui\/src\/server\//;

export async function buildWebPages(signal: AbortSignal): Promise<void> {
  const wanted = await hashOfSources();
  if ((await present()) === wanted) return;
  await mkdir(output, { recursive: true });
  await cacheLock(output, signal, async () => {
    if ((await present()) === wanted) return;
    await build(signal);
    await writeFile(mark, wanted);
  });
}

async function build(signal: AbortSignal): Promise<void> {
  // It must not slow down what else is being started.
  const [command, ...first] = atLowPriority;
  const args = [...first, join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'];
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const, NODE_OPTIONS: '' };
  await runProgram({ command, args, cwd: folder, env, limitMs: LIMIT_MS, signal }).catch((error: unknown) => {
    throw error instanceof ProgramFailed
      ? new ExpectedError(`The web pages could not be built. ${error.message}`, { cause: error })
      : error;
  });
}

const atLowPriority: [string, ...string[]] = process.platform === 'win32' ? [process.execPath] : ['nice', '-n', '10', process.execPath];

const present = (): Promise<string | undefined> => readFile(mark, 'utf8').catch(() => undefined);

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [];
  for await (const entry of glob(sources, { cwd: root, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name).slice(root.length);
    if (entry.isFile() && !notBuilt.test(file)) files.push(file);
  }
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(await readFile(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/** `catalog keys`: lists, adds and withdraws the keys that tokens are signed with. */
import { kidOf, type KeyRing, newRingKey, rotated, signingAt, withdrawn } from '@catalog/contracts';
import { Command } from 'commander';
import { readFile, rename, writeFile } from 'node:fs/promises';

const LEAD_MINUTES = 10;

export function keysCommands(environment: NodeJS.ProcessEnv = process.env): Command {
  const file = `${environment['CATALOG_HOME'] ?? '.catalog'}/signing-keys.json`;
  const keys = new Command('keys').description('The keys that tokens are signed with');
  const command = (usage: string) => keys.command(usage).option('--file <file>', 'the key ring', file);
  command('list')
    .description('Show the keys and when each begins to sign')
    .action(async (options: { file: string }) => show(await ringIn(options.file)));
  command('rotate')
    .description('Add a key, published at once, that signs once everyone has had time to hear of it; begin a ring if there is none')
    .option('--lead-minutes <minutes>', 'how long it is published before it signs', minutes, LEAD_MINUTES)
    .action(async ({ file: ring, leadMinutes }: { file: string; leadMinutes: number }) =>
      change(ring, (known) => rotate(known, leadMinutes)),
    );
  command('withdraw <kid>')
    .description('Take a key out of use at once: whoever has a token signed with it must sign in again')
    // One kid in 64 begins with a dash.
    .allowUnknownOption()
    .action(async (kid: string, options: { file: string }) => change(options.file, (known) => withdrawn(known, kid)));
  return keys;
}

function rotate(ring: KeyRing, leadMinutes: number): KeyRing {
  const now = new Date();
  const isFirst = ring.keys.length === 0;
  const signsFrom = new Date(now.getTime() + (isFirst ? 0 : leadMinutes * 60_000));
  return rotated(ring, newRingKey(signsFrom.toISOString()), now);
}

async function change(file: string, decide: (ring: KeyRing) => KeyRing): Promise<void> {
  const ring = decide(await ringIn(file));
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, `${JSON.stringify(ring, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, file);
  show(ring);
}

/** Empty if there is no such file yet. */
async function ringIn(file: string): Promise<KeyRing> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{"keys":[]}';
    throw error;
  });
  return JSON.parse(text) as KeyRing;
}

function show({ keys }: KeyRing): void {
  const signing = keys.length > 0 ? signingAt(keys, new Date()) : undefined;
  console.table(
    keys.map((key) => ({
      kid: kidOf(key.private_key),
      signs_from: key.signs_from,
      state: key === signing ? 'signs' : Date.parse(key.signs_from) > Date.now() ? 'will sign' : 'signed before',
    })),
  );
}

function minutes(text: string): number {
  const given = Number(text);
  if (!(given >= 0)) throw new Error(`--lead-minutes must be a number of minutes, not "${text}"`);
  return given;
}

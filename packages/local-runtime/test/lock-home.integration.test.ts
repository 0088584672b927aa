/** One launcher at a time: a second one is refused, one that comes while the first stops waits, and what a killed one left is ended. */
import { ExpectedError } from '@catalog/backing-services';
import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../../test/support/eventually.ts';
import { lockHome } from '../src/command/lock-home.ts';

const launcher = fileURLToPath(new URL('fake-launcher.ts', import.meta.url));
const patient = new AbortController().signal;

describe('taking over a home', () => {
  let home: string;
  let other: ChildProcess | undefined;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'take-over-'));
  });
  afterEach(async () => {
    if (other?.exitCode === null && other.signalCode === null) await ended('SIGTERM');
    other = undefined;
    await rm(home, { recursive: true });
  });

  async function startOther(): Promise<{ launched: number }> {
    other = spawn(process.execPath, [launcher, home], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(other.stdout!, 'data')) as [Buffer];
    return { launched: Number(line.toString()) };
  }

  async function ended(signal: NodeJS.Signals): Promise<void> {
    const exit = once(other!, 'exit');
    other!.kill(signal);
    await exit;
  }

  it('is refused while another launcher runs there, and names it', async () => {
    await startOther();
    const refusal = await lockHome(home, patient).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(ExpectedError).with.property('message').that.includes(`process ${other?.pid}`);
  });

  it('waits for one that is stopping', async () => {
    const { launched } = await startOther();
    other!.kill('SIGTERM');
    const hold = await lockHome(home, patient);
    expect(hold.leftovers).to.equal(0);
    expect(isAlive(launched)).to.equal(false);
    await hold.release();
  });

  it('ends what a killed launcher left behind', async () => {
    const { launched } = await startOther();
    await ended('SIGKILL');
    expect(isAlive(launched)).to.equal(true);
    const hold = await lockHome(home, patient);
    expect(hold.leftovers).to.equal(1);
    // Its entry stays until the system, now its parent, has taken notice of its end.
    await eventually(() => expect(isAlive(launched)).to.equal(false));
    await hold.release();
  });

  it('leaves no record once it is released', async () => {
    const hold = await lockHome(home, patient);
    hold.stopping();
    await hold.release();
    expect(await readdir(join(home, 'run'))).to.be.empty;
  });

  it('is called off at once when asked to stop', async () => {
    await startOther();
    const asked = new AbortController();
    const refusal = lockHome(home, asked.signal).then(
      () => undefined,
      (error: unknown) => error,
    );
    asked.abort(new Error('asked to stop'));
    expect(await refusal).to.have.property('message', 'asked to stop');
    await eventually(async () => expect(await readdir(join(home, 'run'))).to.not.include(`launcher-${process.pid}.process.json`));
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

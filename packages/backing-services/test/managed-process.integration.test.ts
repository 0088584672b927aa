// Processes are recorded while they run, ended for certain, and found again by the next run.
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitHealthy, endLeftovers, recordProcess, spawnManaged, ExpectedError } from '../src/index.ts';
import { startTimeOf } from '../src/processes/process-identity.ts';

describe('a managed process', () => {
  let directory = '';

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'catalog-process-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('is recorded while it runs and forgotten when it has been stopped', async () => {
    const idle = run('idle', 'setInterval(() => {}, 1000)');
    expect(await records()).to.deep.equal(['idle.process.json']);
    await idle.stop();
    expect(startTimeOf(idle.pid)).to.equal(undefined);
    expect(await records()).to.deep.equal([]);
  });

  it('shows the last lines of its own output, not those of an earlier start', async () => {
    await run('lines', 'console.log("earlier")').exited;
    const second = run('lines', 'console.log("one\\ntwo\\nthree")');
    await second.exited;
    expect(second.lastLines(2)).to.deep.equal(['two', 'three']);
    expect(second.lastLines(9)).to.deep.equal(['one', 'two', 'three']);
  });

  it('says why waiting is in vain when it ends while starting', async () => {
    const broken = run('broken', 'console.error("no such option"); process.exit(3)');
    const failure = await awaitHealthy({ name: 'broken', process: broken, check: async () => false }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ExpectedError).with.property('message').that.includes('code 3').and.includes('no such option');
  });

  it('says so when its program does not exist', async () => {
    const logFile = join(directory, 'absent.log');
    const absent = spawnManaged({ name: 'absent', command: '/does/not/exist', args: [], logFile, runDirectory: directory });
    const failure = await awaitHealthy({ name: 'absent', process: absent, check: async () => false }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ExpectedError).with.property('message').that.includes('ENOENT');
  });

  it('is left alone by a second run as long as the first one lives', async () => {
    const script = join(directory, 'first-run.mjs');
    await writeFile(script, firstRun(join(import.meta.dirname, '..', 'src', 'index.ts'), directory));
    const first = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [pid] = (await once(first.stdout, 'data')).map(Number) as [number];
    const refusal = await endLeftovers(directory).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ExpectedError).with.property('message').that.includes(String(first.pid));

    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(await endLeftovers(directory)).to.equal(1);
    expect(startTimeOf(pid)).to.equal(undefined);
    expect(await endLeftovers(directory)).to.equal(0);
  });

  it('is not taken for a leftover by the very run that started it', async () => {
    const idle = run('idle', 'setInterval(() => {}, 1000)');
    await recordProcess(directory, 'again', idle.pid);
    expect(await endLeftovers(directory)).to.equal(0);
    expect(startTimeOf(idle.pid)).to.not.equal(undefined);
    await idle.stop();
  });

  function run(name: string, program: string) {
    const logFile = join(directory, `${name}.log`);
    return spawnManaged({ name, command: process.execPath, args: ['-e', program], logFile, runDirectory: directory });
  }

  async function records(): Promise<string[]> {
    return (await readdir(directory)).filter((file) => file.endsWith('.process.json'));
  }
});

function firstRun(module: string, directory: string): string {
  return `
    import { spawnManaged } from ${JSON.stringify(module)};
    const idle = spawnManaged({
      name: 'idle', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'],
      logFile: ${JSON.stringify(join(directory, 'idle.log'))}, runDirectory: ${JSON.stringify(directory)},
    });
    console.log(idle.pid);
    setInterval(() => {}, 1000);
  `;
}

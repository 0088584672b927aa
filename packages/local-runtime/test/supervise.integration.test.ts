/** A supervised service as a real process: it comes back when it dies, and is gone when it is stopped. */
import { freePort, spawnManaged } from '@catalog/backing-services';
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.ts';
import { supervise, type Supervision } from '../src/launch/supervise.ts';

const healthy = `require('node:http').createServer((_, response) => response.end('{}')).listen(Number(process.env.PORT), '127.0.0.1')`;
const broken = `console.error('PORT is not to my liking'); process.exit(3)`;

describe('a supervised service', () => {
  let directory: string;
  let port: number;
  const pids: number[] = [];
  const ends: { code: number | null; signal: string | null; delayMs: number }[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'supervise-'));
    port = await freePort();
    pids.length = ends.length = 0;
  });
  afterEach(() => rm(directory, { recursive: true }));

  const supervision = (program: string): Supervision => ({
    name: 'some-service',
    url: `http://127.0.0.1:${port}`,
    spawn: () =>
      spawnManaged({
        name: 'some-service',
        command: process.execPath,
        args: ['-e', program],
        env: { PORT: String(port) },
        logFile: join(directory, 'some-service.log'),
        runDirectory: join(directory, 'run'),
      }),
    onStarted: (pid) => {
      pids.push(pid);
    },
    onEnded: ({ exit, delayMs }) => {
      ends.push({ ...exit, delayMs });
    },
  });

  it('is ready when the start is over, and gone when it is stopped', async () => {
    const service = await supervise(supervision(healthy));
    expect(await respondsAt(port)).to.equal(true);
    await service.stop();
    expect(isAlive(pids[0])).to.equal(false);
    expect(ends).to.be.empty;
  });

  it('is started again, as another process, whenever it dies', async () => {
    const service = await supervise(supervision(healthy));
    for (const times of [1, 2]) {
      process.kill(pids.at(-1) ?? 0, 'SIGKILL');
      await eventually(async () => expect(pids).to.have.length(times + 1));
      await eventually(async () => expect(await respondsAt(port)).to.equal(true));
    }
    await service.stop();
    expect(new Set(pids).size).to.equal(3);
    expect(ends.map(({ signal }) => signal)).to.deep.equal(['SIGKILL', 'SIGKILL']);
    expect(pids.some(isAlive)).to.equal(false);
  });

  it('is not started again once it is being stopped, even while it waits for its next start', async () => {
    const marker = join(directory, 'dies-from-now-on');
    const mortal = `if (require('node:fs').existsSync(${JSON.stringify(marker)})) process.exit(1); ${healthy}`;
    const service = await supervise(supervision(mortal));
    await writeFile(marker, '');
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await eventually(() => expect(ends.length).to.be.at.least(2));
    await service.stop();
    expect(pids.some(isAlive)).to.equal(false);
  });

  it('that ends before it is ready is a failed start, told with the last lines of its log', async () => {
    let failure: unknown;
    await supervise(supervision(broken)).catch((error: unknown) => {
      failure = error;
    });
    expect(failure).to.be.instanceOf(Error).with.property('message').that.includes('code 3').and.includes('PORT is not to my liking');
    expect(pids).to.have.length(1);
  });

  it('is stopped when the start is called off', async () => {
    const calledOff = new AbortController();
    const start = supervise({ ...supervision('setInterval(() => undefined, 1000)'), signal: calledOff.signal });
    calledOff.abort(new Error('called off'));
    let failure: unknown;
    await start.catch((error: unknown) => {
      failure = error;
    });
    expect(failure).to.have.property('message', 'called off');
    expect(pids.some(isAlive)).to.equal(false);
  });
});

const respondsAt = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    ({ ok }) => ok,
    () => false,
  );

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
}

import { expect } from 'chai';
import { BrokenCircuitError } from 'cockatiel';
import { setImmediate as turn } from 'node:timers/promises';
import { createChance } from '../../../../test/support/chance.ts';
import { ClientGone } from '../../src/exchange/index.ts';
import { connectionFailure, deadlineFailure, statusFailure } from '../../src/exchange/upstream-failure.ts';
import { createCircuit } from '../../src/resilience/circuit.ts';

const OPEN_MS = 20_000;

/** A circuit with a clock of its own. */
function aCircuit({ isReady = false } = {}) {
  const world = { now: 0, lag: 0, isReady, readinessChecks: 0 };
  const circuit = createCircuit(
    'store-service',
    {
      isReady: async () => {
        world.readinessChecks += 1;
        return world.isReady;
      },
      lagMs: () => world.lag,
      now: () => world.now,
    },
    { openMs: OPEN_MS },
  );
  /** Ends after so long, or is refused at once. */
  async function call(who: string, end: Error | undefined, lastsMs = 0): Promise<'answered' | 'failed' | 'refused'> {
    const work = async () => {
      world.now += lastsMs;
      if (end) throw end;
    };
    return circuit.execute(who, work).then(
      () => 'answered' as const,
      (error: unknown) => (error instanceof BrokenCircuitError ? ('refused' as const) : ('failed' as const)),
    );
  }
  return { world, circuit, call };
}

const late = deadlineFailure('store-service');
const refused = connectionFailure(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'store-service');
const fault = statusFailure(500, 'store-service', undefined);
const good = undefined;

describe('A circuit', () => {
  it('opens when three in a row get no answer, and then does not run the work', async () => {
    const { circuit, call } = aCircuit();
    for (const [who, end] of [
      ['a', late],
      ['b', late],
      ['a', good],
      ['b', late],
      ['a', late],
    ] as const)
      await call(who, end, 4_000);
    expect(circuit.state()).to.equal('closed');
    await call('b', late, 4_000);
    expect(circuit.state()).to.equal('open');
    let ran = false;
    const outcome = await circuit
      .execute('a', async () => {
        ran = true;
      })
      .catch((error: Error) => error);
    expect([outcome instanceof BrokenCircuitError, ran]).to.eql([true, false]);
    expect(() => circuit.check('a')).to.throw(BrokenCircuitError);
    expect(circuit.lastFailure()).to.include({ reason: 'TIMEOUT' });
  });

  it('opens for connections that fail, whoever asked', async () => {
    const { circuit, call } = aCircuit({ isReady: true });
    for (let i = 0; i < 3; i += 1) await call('a', refused);
    expect(circuit.state()).to.equal('open');
  });

  it('checks the upstream’s readiness if only one caller gets no answers, and opens unless it is ready', async () => {
    for (const [isReady, state] of [
      [true, 'closed'],
      [false, 'open'],
    ] as const) {
      const { world, circuit, call } = aCircuit({ isReady });
      for (let i = 0; i < 3; i += 1) await call('a', late, 4_000);
      await turn();
      expect([circuit.state(), world.readinessChecks]).to.eql([state, 1]);
    }
  });

  it('does not count what is not the upstream’s failure', async () => {
    const { circuit, call } = aCircuit();
    for (let i = 0; i < 10; i += 1) for (const who of 'ab') await call(who, i % 2 ? new Error('the client’s fault') : new ClientGone());
    expect(circuit.state()).to.equal('closed');
  });

  it('does not count time-outs while this process did not get the processor', async () => {
    const { world, circuit, call } = aCircuit();
    for (let i = 0; i < 30; i += 1) {
      world.lag += 1_000;
      await circuit
        .execute('ab'[i % 2]!, async () => {
          world.now += 4_000;
          world.lag += 1_000;
          throw late;
        })
        .catch(() => undefined);
    }
    await turn();
    expect([circuit.state(), world.readinessChecks]).to.eql(['closed', 0]);
    for (const who of 'aba') await call(who, late, 4_000);
    expect(circuit.state()).to.equal('open');
  });

  it('is never opened by one caller, whatever that one asks for, while another is answered', async () => {
    const chance = createChance(3);
    for (let run = 0; run < 200; run += 1) {
      const { world, circuit, call } = aCircuit({ isReady: true });
      for (let step = 0; step < 100; step += 1) {
        for (let i = chance.between(0, 5); i > 0; i -= 1) {
          const [end, lastsMs] = (
            [
              [fault, 1],
              [late, 4_000],
              [good, 10],
              [new ClientGone(), 100],
            ] as const
          )[chance.between(0, 3)]!;
          await call('hostile', end, lastsMs);
          if (chance.share() < 0.1) await turn();
        }
        expect(await call('other', good, 10)).to.equal('answered');
      }
      expect([circuit.state(), world.now > 0]).to.eql(['closed', true]);
    }
  });

  async function expectHalfOpen(isReady = false) {
    const made = aCircuit({ isReady });
    for (let i = 0; i < 3; i += 1) await made.call('a', refused);
    made.world.now += OPEN_MS - 1;
    expect(await made.call('a', good)).to.equal('refused');
    made.world.now += 1;
    return made;
  }

  it('closes after three good probes, and refuses a fourth at once while they run', async () => {
    const { circuit, call } = await expectHalfOpen();
    const probe = Promise.withResolvers<string>();
    const probes = ['a', 'b', 'a'].map((who) => circuit.execute(who, () => probe.promise));
    expect(await call('c', good)).to.equal('refused');
    expect(circuit.state()).to.equal('half-open');
    probe.resolve('answer');
    expect(await Promise.all(probes)).to.eql(['answer', 'answer', 'answer']);
    expect(circuit.state()).to.equal('closed');
    expect(await call('a', good)).to.equal('answered');
  });

  it('opens again when a probe fails, unless only one caller’s requests fail', async () => {
    const table = [
      ['nothing can be sent', false, [['a', refused]], 'open'],
      [
        'one caller fails, and so does the question of our own',
        false,
        [
          ['a', good],
          ['a', late],
        ],
        'open',
      ],
      ['one caller fails again and again, but it says that it is well', true, Array(9).fill(['a', fault]), 'half-open'],
      [
        'two callers fail',
        true,
        [
          ['a', fault],
          ['b', late],
        ],
        'open',
      ],
      [
        'one caller fails while others are served',
        false,
        [
          ['b', good],
          ['a', late],
          ['a', fault],
          ['b', good],
        ],
        'half-open',
      ],
      [
        '… and then it closes',
        false,
        [
          ['b', good],
          ['a', late],
          ['a', fault],
          ['b', good],
          ['c', good],
        ],
        'closed',
      ],
      ['one hangs up', false, Array(9).fill(['a', new ClientGone()]), 'half-open'],
    ] as const;
    for (const [what, isReady, probes, state] of table) {
      const { circuit, call } = await expectHalfOpen(isReady);
      for (const [who, end] of probes as readonly [string, Error | undefined][]) await call(who, end);
      await turn();
      expect(circuit.state(), what).to.equal(state);
    }
  });

  it('reserves one probe for another caller', async () => {
    const { circuit, call } = await expectHalfOpen();
    const never = () => new Promise<void>(() => {});
    for (let i = 0; i < 2; i += 1) void circuit.execute('hostile', never);
    expect(await call('hostile', good)).to.equal('refused');
    for (let i = 0; i < 1; i += 1) expect(await call('other', good)).to.equal('answered');
  });

  it('ignores calls that began before it opened', async () => {
    const { world, circuit, call } = aCircuit();
    const probe = Promise.withResolvers<void>();
    const early = ['a', 'b'].map((who) => circuit.execute(who, () => probe.promise).catch(() => undefined));
    for (let i = 0; i < 3; i += 1) await call('a', refused);
    world.now += OPEN_MS;
    expect(await call('a', good)).to.equal('answered');
    probe.reject(late);
    await Promise.all(early);
    expect(circuit.state()).to.equal('half-open');
  });
});

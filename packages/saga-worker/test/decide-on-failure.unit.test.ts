import { Rejection, publishingTopics, settlingTopics } from '@catalog/contracts';
import { expect } from 'chai';
import { type FailedAttempt, decideOnFailure } from '../src/worker/decide-on-failure.ts';
import { defaultSettings } from '../src/saga-worker-settings.ts';

const aFailure = (changes: Partial<FailedAttempt> = {}): FailedAttempt => ({
  topic: 'lock-prices',
  error: new Error('connection lost'),
  retries: null,
  settings: defaultSettings,
  random: 0,
  ...changes,
});

describe('the answer to a failed step', () => {
  for (const topic of publishingTopics) {
    it(`ends the publication at once when ${topic} refuses for a reason of business`, () => {
      const error = new Rejection('INVALID_REFERENCE', 'specification 7 is gone');
      expect(decideOnFailure(aFailure({ topic, error }))).to.deep.equal({
        kind: 'fail-publication',
        code: 'INVALID_REFERENCE',
        message: 'specification 7 is gone',
      });
    });

    it(`tries ${topic} three times when it fails for a technical reason, then ends the publication`, () => {
      expect(decideOnFailure(aFailure({ topic }))).to.deep.equal({ kind: 'try-again', retries: 2, delayMs: 1000 });
      expect(decideOnFailure(aFailure({ topic, retries: 2 }))).to.deep.equal({ kind: 'try-again', retries: 1, delayMs: 2000 });
      expect(decideOnFailure(aFailure({ topic, retries: 1 }))).to.include({ kind: 'fail-publication', code: 'STEP_FAILED' });
    });
  }

  it('takes a refusal that blames a server for a technical reason', () => {
    const error = new Rejection('SERVICE_UNAVAILABLE', 'the specification service does not answer');
    expect(decideOnFailure(aFailure({ error }))).to.include({ kind: 'try-again', retries: 2 });
  });

  it('tells nothing of the inside of a technical failure', () => {
    const answer = decideOnFailure(aFailure({ retries: 1, error: new Error('password authentication failed for user pricing') }));
    expect(JSON.stringify(answer)).to.contain('lock-prices failed 3 times').and.not.to.contain('password');
  });

  for (const topic of settlingTopics) {
    it(`never ends the saga for ${topic}, whatever it throws: it is tried ten times and then waits for an operator`, () => {
      const error = new Rejection('WRONG_STATE', 'no');
      let retries: number | null = null;
      const delays: number[] = [];
      for (let attempt = 1; attempt < 10; attempt += 1) {
        const answer = decideOnFailure(aFailure({ topic, error, retries }));
        if (answer.kind !== 'try-again') throw new Error(`attempt ${attempt} was answered with ${answer.kind}`);
        delays.push(answer.delayMs);
        retries = answer.retries;
      }
      expect(delays).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
      expect(decideOnFailure(aFailure({ topic, error, retries }))).to.deep.equal({ kind: 'wait-for-operator' });
    });
  }

  it('spreads the delays by up to a half', () => {
    expect(decideOnFailure(aFailure({ random: 0.5 }))).to.include({ delayMs: 750 });
  });

  it('follows the engine when an operator gave more attempts than usual', () => {
    expect(decideOnFailure(aFailure({ topic: 'unlock-prices', retries: 50 }))).to.deep.equal({
      kind: 'try-again',
      retries: 49,
      delayMs: 1000,
    });
  });

  it('can be asked twice and says the same', () => {
    expect(decideOnFailure(aFailure())).to.deep.equal(decideOnFailure(aFailure()));
  });
});

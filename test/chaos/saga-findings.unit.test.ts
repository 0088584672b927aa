import { expect } from 'chai';
import { type Ending, type Expectation, faultsIn, findingsOf, type Publication, type Truth } from './saga-findings.ts';

const publication: Publication = { offering_id: 'offering', saga_id: 'saga' };
const sight = { revision: 1, name: 'Offering', pricing_ids: ['price'] };

/** A publication that ended well, so or so; `changes` say what else is so. */
function truth(ending: Ending, changes: Partial<Truth> = {}): Truth {
  const last_publication_error = ending === 'DRAFT' ? { code: 'STEP_FAILED', saga_id: 'saga' } : null;
  return {
    offerings: new Map([
      ['offering', { id: 'offering', lifecycle_status: ending, last_publication_error, revision: 1, next_revision: null }],
    ]),
    shown: ending === 'PUBLISHED' ? new Map([['offering', sight]]) : new Map(),
    prepared: new Set(),
    locking: new Set(),
    running: new Set(),
    stuck: new Set(),
    effects: new Map([['saga', [{ event_id: 'one', ending }]]]),
    vanished: new Set(),
    mixed: new Set(),
    ...changes,
  };
}

const stored = (lifecycle_status: string, saga_id?: string): Truth['offerings'] =>
  new Map([
    [
      'offering',
      {
        id: 'offering',
        lifecycle_status,
        last_publication_error: saga_id ? { code: 'STEP_FAILED', saga_id } : null,
        revision: 1,
        next_revision: null,
      },
    ],
  ]);

const told = (...endings: Ending[]): Truth['effects'] =>
  new Map([['saga', endings.map((ending, index) => ({ event_id: `event ${index}`, ending }))]]);

describe('The findings of chaos:saga', () => {
  const faults = (found: Truth, expectation?: Expectation) => faultsIn(findingsOf([publication], found, expectation));

  it('finds nothing wrong with a publication that ended well', () => {
    expect(faults(truth('PUBLISHED'), { ending: 'PUBLISHED' })).to.eql([]);
    expect(faults(truth('DRAFT'), { ending: 'DRAFT', reasons: ['STEP_FAILED'] })).to.eql([]);
  });

  const wrongs: [string, Truth, string[]][] = [
    [
      'that is still PUBLISHING',
      truth('PUBLISHED', { offerings: stored('PUBLISHING'), shown: new Map(), effects: new Map() }),
      ['undecided 1', 'silent 1'],
    ],
    ['whose offering is gone', truth('DRAFT', { offerings: new Map(), effects: new Map() }), ['undecided 1', 'silent 1']],
    ['that the store does not show', truth('PUBLISHED', { shown: new Map() }), ['hidden 1']],
    ['that failed and is shown', truth('DRAFT', { shown: new Map([['offering', sight]]) }), ['leaked 1']],
    ['that failed without a reason', truth('DRAFT', { offerings: stored('DRAFT') }), ['unexplained 1']],
    ['that failed for the reason of another', truth('DRAFT', { offerings: stored('DRAFT', 'another') }), ['unexplained 1']],
    ['that left an entry in the store', truth('DRAFT', { prepared: new Set(['offering']) }), ['abandoned 1']],
    ['that left a lock', truth('PUBLISHED', { locking: new Set(['saga']) }), ['locked 1']],
    ['that holds a lock while it runs', truth('PUBLISHED', { locking: new Set(['saga']), running: new Set(['saga']) }), ['open 1']],
    ['that waits for an operator', truth('DRAFT', { running: new Set(['saga']), stuck: new Set(['saga']) }), ['open 1', 'incidents 1']],
    ['of which no event tells', truth('DRAFT', { effects: new Map() }), ['silent 1']],
    ['that two events call ended', truth('DRAFT', { effects: told('DRAFT', 'DRAFT') }), ['contradicted 1']],
    ['that an event calls ended otherwise', truth('DRAFT', { effects: told('PUBLISHED') }), ['contradicted 1']],
  ];
  for (const [what, found, expected] of wrongs) it(`finds a publication ${what}`, () => expect(faults(found)).to.eql(expected));

  describe('of a next revision', () => {
    const next: Publication = { ...publication, revision: 2 };
    const found = (truthOf: Truth) => faultsIn(findingsOf([next], truthOf));
    const failed = { revision: 2, lifecycle_status: 'DRAFT', last_publication_error: { code: 'STEP_FAILED', saga_id: 'saga' } };
    const beside = (next_revision: typeof failed | null, revision: number, changes: Partial<Truth> = {}) =>
      truth(next_revision ? 'DRAFT' : 'PUBLISHED', {
        offerings: new Map([
          ['offering', { id: 'offering', lifecycle_status: 'PUBLISHED', last_publication_error: null, revision, next_revision }],
        ]),
        shown: new Map([['offering', { ...sight, revision }]]),
        ...changes,
      });

    it('finds nothing wrong when it took the place of the one before, or that stayed', () => {
      expect(found(beside(null, 2))).to.eql([]);
      expect(found(beside(failed, 1))).to.eql([]);
    });

    it('finds one that took the place of none, that is shown too early or too late, and an offering that was gone or mixed', () => {
      expect(found(beside(failed, 1, { shown: new Map() }))).to.eql(['vanished 1']);
      expect(found(beside(failed, 1, { vanished: new Set(['offering']) }))).to.eql(['vanished 1']);
      expect(found(beside(failed, 1, { mixed: new Set(['offering']) }))).to.eql(['mixed 1']);
      expect(found(beside(failed, 1, { shown: new Map([['offering', { ...sight, revision: 2 }]]) }))).to.eql(['leaked 1']);
      expect(found(beside(null, 2, { shown: new Map([['offering', sight]]) }))).to.eql(['hidden 1']);
    });
  });

  it('finds a publication that ended otherwise than its fault allows', () => {
    expect(faults(truth('PUBLISHED'), { ending: 'DRAFT' })).to.eql(['unexpected 1']);
    expect(faults(truth('DRAFT'), { ending: 'DRAFT', reasons: ['PUBLICATION_TIMED_OUT'] })).to.eql(['unexpected 1']);
  });
});

import { contentOf, type Offering, openRevision, revisionOf } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import {
  carryOut,
  changeExternalId,
  changeNextRevision,
  changeOffering,
  confirmPublication,
  createOffering,
  deleteOffering,
  discardNextRevision,
  type OfferingDecision,
  openNextRevision,
  requireFirstRevision,
  requireOpenRevision,
  retireOffering,
  revertPublication,
  schedulePublication,
  scheduleRetirement,
  startPublication,
} from '../src/rules/index.ts';
import { anInput, anOffering, references } from './offering-examples.ts';

const now = '2026-02-01T00:00:00.000Z';
const later = '2026-03-01T00:00:00.000Z';
const latest = '2026-04-01T00:00:00.000Z';
const first = randomUUID();
const second = randomUUID();
const failure = { code: 'STEP_FAILED', message: 'the store did not answer' };

const published = anOffering({ lifecycle_status: 'PUBLISHED', saga_id: first, published_at: now, version: 3, external_id: 'SKU-1' });
const retired = anOffering({ ...published, lifecycle_status: 'RETIRED', retired_at: now, version: 4 });
const { external_id: _, ...input } = anInput();
const latestOf = (offering: Offering) => ({ revision: revisionOf(offering), content: contentOf(offering) });
const opened = (offering = published): Offering => openNextRevision(offering, latestOf(offering), now).state;
const beingPublished = (offering = opened()): Offering => startPublication(offering, references, { sagaId: second, now }).state;

describe('The next revision of an offering', () => {
  it('begins as a copy, while what is published stays as it is', () => {
    const { event, state } = openNextRevision(published, latestOf(published), later);
    expect(event).to.equal('OfferingRevisionOpened');
    expect(state).to.deep.include({ ...contentOf(published), lifecycle_status: 'PUBLISHED', saga_id: first, version: 4 });
    expect(state.next_revision).to.deep.include({ revision: 2, revises: 1, ...contentOf(published), lifecycle_status: 'DRAFT' });
  });

  it('begins as a copy of any earlier one, and after a retirement too', () => {
    const content = { ...contentOf(published), name: 'As it was once' };
    expect(openNextRevision(retired, { revision: 1, content }, now).state.next_revision).to.deep.include({
      revises: 1,
      name: content.name,
    });
  });

  it('is one at a time, and not of what was never published', () => {
    expect(expectRejection(() => openNextRevision(opened(), latestOf(published), now))).to.deep.include({
      code: 'REVISION_OPEN',
      details: { revision: 2 },
    });
    for (const status of ['DRAFT', 'PUBLISHING'] as const) {
      const offering = anOffering({ lifecycle_status: status });
      expect(expectRejection(() => openNextRevision(offering, latestOf(offering), now)).code).to.equal('WRONG_STATE');
    }
  });

  it('changes and is discarded without a trace in what is published', () => {
    const changed = changeNextRevision(opened(), { ...input, name: 'Home Fibre 200' }, references, later)!;
    expect(changed.event).to.equal('OfferingRevisionUpdated');
    expect(changed.state.name).to.equal(published.name);
    expect(changed.state.next_revision?.name).to.equal('Home Fibre 200');
    expect(changeNextRevision(changed.state, { ...input, name: 'Home Fibre 200' }, references, later)).to.equal(undefined);
    const { event, state } = discardNextRevision(changed.state, later);
    expect(event).to.equal('OfferingRevisionDiscarded');
    expect(contentOf(state)).to.eql(contentOf(published));
    expect(state.next_revision).to.equal(null);
  });

  it('takes the place of what was published when its saga confirms it, and of nothing before', () => {
    const changed = changeNextRevision(opened(), { ...input, name: 'Home Fibre 200' }, references, now)!.state;
    const publishing = beingPublished(changed);
    expect(publishing).to.deep.include({ lifecycle_status: 'PUBLISHED', saga_id: first, name: published.name });
    const { event, state } = confirmPublication(publishing, second, later)!;
    expect(event).to.equal('OfferingPublished');
    expect(state).to.deep.include({
      id: published.id,
      external_id: 'SKU-1',
      name: 'Home Fibre 200',
      lifecycle_status: 'PUBLISHED',
      revision: 2,
      revises: 1,
      saga_id: second,
      published_at: later,
      next_revision: null,
    });
    expect(confirmPublication(state, second, later)).to.equal(undefined);
  });

  it('brings a retired offering back', () => {
    const { state } = confirmPublication(beingPublished(opened(retired)), second, later)!;
    expect(state).to.deep.include({ id: retired.id, lifecycle_status: 'PUBLISHED', retired_at: null, revision: 2 });
  });

  it('is a draft again when its publication fails, and what is published does not notice', () => {
    const { event, state } = revertPublication(beingPublished(), second, failure, later)!;
    expect(event).to.equal('OfferingPublicationFailed');
    expect(state).to.deep.include({ lifecycle_status: 'PUBLISHED', saga_id: first, last_publication_error: null });
    expect(state.next_revision).to.deep.include({
      lifecycle_status: 'DRAFT',
      saga_id: null,
      last_publication_error: { ...failure, at: later, saga_id: second },
    });
    expect(revertPublication(beingPublished(), first, failure, later)).to.equal(undefined);
  });

  it('is what its address says, or is refused', () => {
    for (const ref of ['draft', 2] as const) expect(() => requireOpenRevision(opened(), ref)).not.to.throw();
    expect(() => requireOpenRevision(anOffering(), 1)).not.to.throw();
    expect(expectRejection(() => requireOpenRevision(opened(), 1)).code).to.equal('WRONG_STATE');
    expect(expectRejection(() => requireOpenRevision(opened(), 3)).code).to.equal('NOT_FOUND');
    expect(expectRejection(() => requireOpenRevision(published, 'draft')).code).to.equal('NOT_FOUND');
    expect(expectRejection(() => requireFirstRevision(opened(), 'published')).code).to.equal('WRONG_STATE');
  });

  it('keeps the offering from being retired, changed or deleted under it', () => {
    expect(expectRejection(() => retireOffering(beingPublished(), now)).code).to.equal('WRONG_STATE');
    expect(retireOffering(opened(), now).state).to.deep.include({ lifecycle_status: 'RETIRED' });
    expect(expectRejection(() => changeOffering(opened(), anInput({ name: 'x' }), references, now)).code).to.equal('WRONG_STATE');
    expect(expectRejection(() => deleteOffering(opened(), now)).code).to.equal('WRONG_STATE');
  });

  it('leaves the external_id to the offering: of a retired one it can be freed', () => {
    expect(changeExternalId(retired, null, now)!.state.external_id).to.equal(null);
    expect(changeExternalId(retired, 'SKU-1', now)).to.equal(undefined);
    expect(expectRejection(() => changeExternalId(published, null, now)).code).to.equal('WRONG_STATE');
  });
});

describe('Both ends of a life', () => {
  const toPublish = { schedule_id: second, at: later };
  const toRetire = { schedule_id: randomUUID(), at: latest };
  const bothDue = (draft: Offering): Offering =>
    scheduleRetirement(schedulePublication(draft, references, toPublish, now).state, toRetire, now).state;

  it('are due in order: published, then retired', () => {
    const due = bothDue(anOffering());
    expect(due.scheduled).to.deep.include({ ...toPublish, action: 'publish' });
    expect(due.scheduled_retirement).to.deep.include({ ...toRetire, action: 'retire' });
    const started = carryOut(due, references, { scheduleId: toPublish.schedule_id, now: later })!.state;
    const { state } = confirmPublication(started, second, later)!;
    expect(state).to.deep.include({ lifecycle_status: 'PUBLISHED', scheduled: due.scheduled_retirement, scheduled_retirement: null });
    expect(carryOut(state, references, { scheduleId: toRetire.schedule_id, now: latest })!.event).to.equal('OfferingRetired');
  });

  it('hold for what comes back after a retirement, and for a successor beside what is published', () => {
    expect(bothDue(opened(retired)).next_revision).to.have.nested.include({ 'scheduled_retirement.at': latest });
    const successor = schedulePublication(opened(), references, toPublish, now).state;
    expect(successor).to.have.nested.include({ 'next_revision.scheduled.at': later, scheduled: null });
    const retiring = scheduleRetirement(published, toRetire, now).state;
    const { state } = confirmPublication(beingPublished(opened(retiring)), second, later)!;
    expect(state.scheduled).to.deep.include({ ...toRetire, action: 'retire' });
  });

  it('are not the wrong way round, nor is a retirement due without a publication', () => {
    const due = schedulePublication(anOffering(), references, toPublish, now).state;
    expect(expectRejection(() => scheduleRetirement(due, { ...toRetire, at: later }, now)).details.field).to.equal('at');
    expect(expectRejection(() => scheduleRetirement(anOffering(), toRetire, now)).code).to.equal('WRONG_STATE');
  });

  it('wait for each other: a retirement due while it is published is tried again, one of a draft is dropped', () => {
    const due = bothDue(anOffering());
    const started = carryOut(due, references, { scheduleId: toPublish.schedule_id, now: later })!.state;
    expect(() => carryOut(started, references, { scheduleId: toRetire.schedule_id, now: latest })).to.throw(/being published/);
    const failed = revertPublication(started, second, failure, later)!.state;
    const dropped = carryOut(failed, references, { scheduleId: toRetire.schedule_id, now: latest })!;
    expect(dropped).to.have.nested.include({ event: 'OfferingScheduleCancelled', 'state.scheduled_retirement': null });
  });
});

describe('An offering, whatever is done to it in whatever order', () => {
  const commands: Record<string, (offering: Offering, n: number) => OfferingDecision | undefined> = {
    open: (offering) => openNextRevision(offering, latestOf(offering), now),
    change: (offering, n) =>
      offering.next_revision
        ? changeNextRevision(offering, { ...input, name: `Name ${n}` }, references, now)
        : changeOffering(offering, anInput({ name: `Name ${n}` }), references, now),
    discard: (offering) => discardNextRevision(offering, now),
    publish: (offering) => startPublication(offering, references, { sagaId: randomUUID(), now }),
    confirm: (offering) => confirmPublication(offering, openRevision(offering)?.saga_id ?? first, now),
    fail: (offering) => revertPublication(offering, openRevision(offering)?.saga_id ?? first, failure, now),
    retire: (offering) => retireOffering(offering, now),
    schedule: (offering) => schedulePublication(offering, references, { schedule_id: randomUUID(), at: later }, now),
    due: (offering) => carryOut(offering, references, { scheduleId: openRevision(offering)?.scheduled?.schedule_id ?? first, now }),
  };
  const anyCommand = fc.record({ name: fc.constantFrom(...Object.keys(commands)), n: fc.integer({ min: 0, max: 3 }) });

  it('shows customers what was confirmed last, until that is retired', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (steps) => {
        let offering = createOffering(anInput(), references, { id: randomUUID(), now }).state;
        let shown: object | undefined;
        let confirmed = 0;
        for (const { name, n } of steps) {
          const decision = decided(() => commands[name]!(offering, n));
          if (!decision || decision.kind === 'deleted') continue;
          expect(decision.state.version).to.equal(offering.version + 1);
          if (decision.event === 'OfferingPublished') {
            shown = contentOf(openRevision(offering)!);
            confirmed += 1;
          }
          if (decision.event === 'OfferingRetired') shown = undefined;
          offering = decision.state;
          expect(offering.lifecycle_status === 'PUBLISHED').to.equal(shown !== undefined);
          if (shown) expect(contentOf(offering)).to.eql(shown);
          expect(revisionOf(offering)).to.equal(Math.max(1, confirmed));
          if (offering.next_revision) expect(offering.next_revision.revision).to.equal(confirmed + 1);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Undefined for what the rules refuse. */
function decided(decide: () => OfferingDecision | undefined): OfferingDecision | undefined {
  try {
    return decide();
  } catch (error) {
    expect(error).to.have.property('code');
    return undefined;
  }
}

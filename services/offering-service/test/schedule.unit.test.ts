import type { Actor, LifecycleStatus, Schedule } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import {
  cancelSchedule,
  carryOut,
  changeOffering,
  deleteOffering,
  retireOffering,
  schedulePublication,
  scheduleRetirement,
  startPublication,
  withApproval,
} from '../src/rules/index.ts';
import { anOffering, anInput, references } from './offering-examples.ts';

const now = '2026-02-01T00:00:00.000Z';
const scheduleId = randomUUID();
const due = { schedule_id: scheduleId, at: '2026-03-01T00:00:00.000Z' };
const toPublish: Schedule = { ...due, action: 'publish' };
const toRetire: Schedule = { ...due, action: 'retire' };
const nothing = { specifications: [], prices: [] };
const inState = (lifecycle_status: LifecycleStatus) =>
  anOffering({ lifecycle_status, saga_id: lifecycle_status === 'DRAFT' ? null : randomUUID() });

describe('A schedule', () => {
  it('makes a draft due to be published, and changes nothing else in it', () => {
    const draft = anOffering();
    expect(schedulePublication(draft, references, due, now)).to.eql({
      kind: 'stored',
      state: { ...draft, scheduled: toPublish, version: 2, updated_at: now },
      event: 'OfferingScheduled',
    });
  });

  it('makes what is published due to be retired, and changes nothing else in it', () => {
    const published = inState('PUBLISHED');
    expect(scheduleRetirement(published, due, now)).to.eql({
      kind: 'stored',
      state: { ...published, scheduled: toRetire, version: 2, updated_at: now },
      event: 'OfferingScheduled',
    });
  });

  it('is refused for a draft that could not be published now', () => {
    expect(expectRejection(() => schedulePublication(anOffering(), nothing, due, now)).code).to.equal('NOT_PUBLISHABLE');
  });

  for (const state of ['PUBLISHING', 'PUBLISHED', 'RETIRED'] as const) {
    it(`to publish is refused for what is ${state}`, () => {
      expect(expectRejection(() => schedulePublication(inState(state), references, due, now)).code).to.equal('WRONG_STATE');
    });
  }
  for (const state of ['DRAFT', 'PUBLISHING', 'RETIRED'] as const) {
    it(`to retire is refused for what is ${state}`, () => {
      expect(expectRejection(() => scheduleRetirement(inState(state), due, now)).code).to.equal('WRONG_STATE');
    });
  }

  it('is the only one of its offering', () => {
    const another = { schedule_id: randomUUID(), at: due.at };
    const twice = expectRejection(() => schedulePublication(anOffering({ scheduled: toPublish }), references, another, now));
    expect(twice).to.deep.include({ code: 'ALREADY_SCHEDULED', details: { scheduled: toPublish } });
    expect(expectRejection(() => scheduleRetirement({ ...inState('PUBLISHED'), scheduled: toRetire }, another, now)).code).to.equal(
      'ALREADY_SCHEDULED',
    );
  });

  it('can be cancelled while there is one', () => {
    const decision = cancelSchedule(anOffering({ scheduled: toPublish }), now);
    expect(decision).to.have.nested.include({
      event: 'OfferingScheduleCancelled',
      'state.scheduled': null,
      'state.version': 2,
      'state.lifecycle_status': 'DRAFT',
    });
    expect(expectRejection(() => cancelSchedule(decision.state, now)).code).to.equal('NOT_FOUND');
  });

  it('outlives a change of the draft', () => {
    expect(changeOffering(anOffering({ scheduled: toPublish }), anInput({ name: 'Other' }), references, now)?.state.scheduled).to.eql(
      toPublish,
    );
  });

  it('holds for what the administrator approved who made it, or changed the draft last', () => {
    const draft = anOffering();
    const made = withApproval(draft, schedulePublication(draft, references, due, now), admin('ada')).state;
    expect(made.scheduled).to.eql({ ...toPublish, approved_version: 2, approved_by: 'ada' });
    const changed = withApproval(made, changeOffering(made, anInput({ name: 'Other' }), references, now)!, admin('bea')).state;
    expect(changed.scheduled).to.eql({ ...toPublish, approved_version: 3, approved_by: 'bea' });
    expect(withApproval(changed, cancelSchedule(changed, now), admin('ada')).state.scheduled).to.equal(null);
    const published = inState('PUBLISHED');
    expect(withApproval(published, scheduleRetirement(published, due, now), admin('ada')).state.scheduled).to.eql(toRetire);
  });

  it('ends when the offering is published, retired or deleted by hand', () => {
    const draft = anOffering({ scheduled: toPublish });
    expect(startPublication(draft, references, { sagaId: randomUUID(), now }).state.scheduled).to.equal(null);
    expect(retireOffering({ ...inState('PUBLISHED'), scheduled: toRetire }, now).state.scheduled).to.equal(null);
    expect(deleteOffering(draft, now).state.scheduled).to.equal(null);
  });
});

const admin = (username: string): Actor => ({ subject: `${username}-1`, username, role: 'ADMIN' });

describe('What is due', () => {
  it('is not published in another version than the one that was approved, and tells so', () => {
    const decision = carryOut(
      anOffering({ scheduled: { ...toPublish, approved_version: 2, approved_by: 'ada' }, version: 3 }),
      references,
      { scheduleId, now },
    );
    expect(decision?.event).to.equal('OfferingPublicationFailed');
    expect(decision?.state).to.deep.include({ lifecycle_status: 'DRAFT', saga_id: null, scheduled: null });
    expect(decision?.state.last_publication_error).to.include({ code: 'NOT_APPROVED', saga_id: scheduleId });
  });

  it('is published, by a saga with the id of the schedule', () => {
    const decision = carryOut(anOffering({ scheduled: toPublish }), references, { scheduleId, now });
    expect(decision?.event).to.equal('OfferingPublicationInitiated');
    expect(decision?.state).to.include({ lifecycle_status: 'PUBLISHING', saga_id: scheduleId, scheduled: null });
  });

  it('is retired', () => {
    const decision = carryOut({ ...inState('PUBLISHED'), scheduled: toRetire }, nothing, { scheduleId, now });
    expect(decision?.event).to.equal('OfferingRetired');
    expect(decision?.state).to.include({ lifecycle_status: 'RETIRED', retired_at: now, scheduled: null });
  });

  it('stays a draft that tells why when it cannot be published any more', () => {
    const decision = carryOut(anOffering({ scheduled: toPublish, sales_channels: [] }), references, { scheduleId, now });
    expect(decision?.event).to.equal('OfferingPublicationFailed');
    expect(decision?.state).to.deep.include({
      lifecycle_status: 'DRAFT',
      saga_id: null,
      scheduled: null,
      version: 2,
      last_publication_error: { code: 'NOT_PUBLISHABLE', message: 'It needs at least one sales channel', at: now, saga_id: scheduleId },
    });
  });

  it('changes nothing when it was done, when the schedule was cancelled, or when there is another', () => {
    const done = carryOut(anOffering({ scheduled: toPublish }), references, { scheduleId, now })!.state;
    const cancelled = anOffering({ scheduled: null });
    const rescheduled = anOffering({ scheduled: { ...toPublish, schedule_id: randomUUID() } });
    for (const offering of [done, cancelled, rescheduled]) expect(carryOut(offering, references, { scheduleId, now })).to.equal(undefined);
  });
});

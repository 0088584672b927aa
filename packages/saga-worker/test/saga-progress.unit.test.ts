import type { PublicationStep } from '@catalog/contracts';
import { expect } from 'chai';
import { type Activity, sagaProgress } from '../src/sagas/saga-progress.ts';

const begun = (activityId: string): Activity => ({ activityId, startTime: '2026-01-15T10:00:00.000+0000', endTime: null, canceled: false });
const done = (activityId: string): Activity => ({ ...begun(activityId), endTime: '2026-01-15T10:00:01.000+0000' });
const cancelled = (activityId: string): Activity => ({ ...done(activityId), canceled: true });
const states = (steps: PublicationStep[]) => steps.map(({ step, state }) => `${step} ${state}`);

describe('the progress of a saga', () => {
  it('shows what ran, what runs and what is to come on the way to a published offering', () => {
    const tasks = [{ activityId: 'validate-specifications', topicName: 'validate-specifications', retries: null, errorMessage: null }];
    const activities = [begun('publish'), done('lock-prices'), begun('validate-specifications')];
    const steps = sagaProgress({ activities, tasks, failureMessage: null });
    expect(states(steps)).to.eql([
      'lock-prices done',
      'validate-specifications running',
      'create-store-entry waiting',
      'confirm-publication waiting',
      'release-prices waiting',
    ]);
    expect(steps[0]).to.include({ started_at: '2026-01-15T10:00:00.000Z', ended_at: '2026-01-15T10:00:01.000Z', attempts_left: null });
    expect(steps[1]).to.include({ ended_at: null, attempts_left: 3, message: null });
    expect(steps[2]).to.include({ started_at: null, ended_at: null, attempts_left: null });
  });

  it('leaves out what was not reached once it is undone, and says why it is', () => {
    const steps = sagaProgress({
      activities: [done('lock-prices'), cancelled('validate-specifications'), begun('revert-offering')],
      tasks: [{ activityId: 'revert-offering', topicName: 'revert-offering', retries: 7, errorMessage: 'no database' }],
      failureMessage: 'A specification is gone',
    });
    expect(states(steps)).to.eql([
      'lock-prices done',
      'validate-specifications failed',
      'revert-offering running',
      'delete-store-entry waiting',
      'unlock-prices waiting',
    ]);
    expect(steps[1]).to.include({ message: 'A specification is gone' });
    expect(steps[2]).to.include({ attempts_left: 7, message: 'no database' });
  });

  it('shows an incident where no attempts are left', () => {
    const tasks = [{ activityId: 'delete-store-entry', topicName: 'delete-store-entry', retries: 0, errorMessage: 'store is down' }];
    const activities = [cancelled('lock-prices'), done('revert-offering'), begun('delete-store-entry')];
    expect(sagaProgress({ activities, tasks, failureMessage: 'no' })[2]).to.include({
      step: 'delete-store-entry',
      state: 'incident',
      attempts_left: 0,
      message: 'store is down',
    });
  });

  it('goes forward from a publication that was confirmed before it was cancelled', () => {
    const activities = [done('lock-prices'), cancelled('confirm-publication'), done('revert-offering'), done('release-prices')];
    expect(states(sagaProgress({ activities, tasks: [], failureMessage: 'cancelled' }))).to.eql([
      'lock-prices done',
      'confirm-publication failed',
      'revert-offering done',
      'release-prices done',
    ]);
  });
});

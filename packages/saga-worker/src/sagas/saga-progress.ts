/** How far a saga has come, step by step, according to what the engine has on record. Pure. */
import { forwardSteps, type PublicationStep, type PublicationStepId, publishingTopics, settlingTopics } from '@catalog/contracts';
import { attemptsAllowed, defaultSettings } from '../saga-worker-settings.ts';

export type Activity = { activityId: string; startTime: string; endTime: string | null; canceled: boolean };
export type OpenTask = { activityId: string; topicName: string; retries: number | null; errorMessage: string | null };
export type SagaHistory = { activities: Activity[]; tasks: OpenTask[]; failureMessage: string | null };

/** The steps on the path it takes, in order: those that ran, that which runs, and those still to come. */
export function sagaProgress({ activities, tasks, failureMessage }: SagaHistory): PublicationStep[] {
  const activityOf = new Map(activities.map((activity) => [activity.activityId, activity]));
  const taskOf = new Map(tasks.map((task) => [task.activityId, task]));
  return pathOf((step) => activityOf.has(step)).map((step) =>
    stepProgress({ step, activity: activityOf.get(step), task: taskOf.get(step), failureMessage }),
  );
}

/** Once it is being undone, the publishing steps that were not reached are not coming any more. */
function pathOf(isReached: (step: PublicationStepId) => boolean): readonly PublicationStepId[] {
  if (!isReached('revert-offering')) return forwardSteps;
  const goesForward = isReached('release-prices');
  return [...publishingTopics.filter(isReached), ...(goesForward ? (['revert-offering', 'release-prices'] as const) : settlingTopics)];
}

type Seen = { step: PublicationStepId; activity: Activity | undefined; task: OpenTask | undefined; failureMessage: string | null };

function stepProgress({ step, activity, task, failureMessage }: Seen): PublicationStep {
  const state = stateOf(activity, task);
  return {
    step,
    state,
    started_at: timeOf(activity?.startTime),
    ended_at: timeOf(activity?.endTime),
    attempts_left: task ? (task.retries ?? attemptsAllowed(task.topicName, defaultSettings)) : null,
    message: state === 'failed' ? failureMessage : (task?.errorMessage ?? null),
  };
}

function stateOf(activity: Activity | undefined, task: OpenTask | undefined): PublicationStep['state'] {
  if (!activity) return 'waiting';
  if (activity.endTime !== null) return activity.canceled ? 'failed' : 'done';
  return task?.retries === 0 ? 'incident' : 'running';
}

const timeOf = (time: string | null | undefined): string | null => (time ? new Date(time).toISOString() : null);

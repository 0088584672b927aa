/** The process that carries out a scheduled publication or retirement, as its starter, its worker and its BPMN agree on it. */
import type { ScheduledAction } from '../catalog/index.ts';

export const SCHEDULE_PROCESS = 'offering-schedule';
export const END_SCHEDULE_MESSAGE = 'end-schedule';

/** Tried until it succeeds, like a step that settles: what the rules refuse is an outcome, not a failure. */
export const CARRY_OUT_SCHEDULE = 'carry-out-schedule';
export type ScheduleTopic = typeof CARRY_OUT_SCHEDULE;

/** What the starter passes in; `dueAt` is a point in time in UTC. The process knows nothing of the rules: when due it only calls the offering service. */
export type ScheduleVariables = {
  scheduleId: string;
  offeringId: string;
  action: ScheduledAction;
  dueAt: string;
  correlationId: string;
  traceContext: Record<string, string>;
};

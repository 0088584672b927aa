/** The process that carries out a scheduled publication or retirement, as its starter, its worker and its BPMN agree on it. */
import type { ScheduledAction } from '../catalog/index.ts';

export const SCHEDULE_PROCESS = 'offering-schedule';
export const END_SCHEDULE_MESSAGE = 'end-schedule';

/** Retried until it succeeds, like a settling step: a refusal by the rules is a result, not a failure. */
export const CARRY_OUT_SCHEDULE = 'carry-out-schedule';
export type ScheduleTopic = typeof CARRY_OUT_SCHEDULE;

/** Set by the starter; `dueAt` is in UTC. When it is due, the process only calls the offering service, which has the rules. */
export type ScheduleVariables = {
  scheduleId: string;
  offeringId: string;
  action: ScheduledAction;
  dueAt: string;
  correlationId: string;
  traceContext: Record<string, string>;
};

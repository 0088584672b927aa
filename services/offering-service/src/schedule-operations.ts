/** The HTTP contract of what is due: which offerings will be published or retired, and when. */
import { OneOf, scheduledActions, Timestamp, Uuid } from '@catalog/contracts';
import { Page, pageQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

export const DueOffering = Type.Object({
  schedule_id: Uuid,
  action: OneOf(scheduledActions),
  at: Timestamp,
  offering_id: Uuid,
  offering_name: Type.String({ description: 'Of the revision that it is about' }),
  revision: Type.Integer({ minimum: 1 }),
  scheduled_by: Type.String({ description: 'The administrator who scheduled it, or approved it last', examples: ['admin'] }),
});
export type DueOffering = Static<typeof DueOffering>;

const Moment = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));

export const ScheduleQuery = Type.Object({
  ...pageQuery,
  action: Type.Optional(OneOf(scheduledActions)),
  from: Moment('Only what is due then or later'),
  until: Moment('Only what is due before then'),
});
export type ScheduleQuery = Static<typeof ScheduleQuery>;

export const scheduleOperations = {
  listSchedules: {
    method: 'GET',
    path: '/api/v1/schedules',
    summary: 'List what is due, the soonest first',
    access: ['ADMIN', 'USER', 'SERVICE'],
    query: ScheduleQuery,
    replies: { 200: Page(DueOffering) },
  },
} as const;

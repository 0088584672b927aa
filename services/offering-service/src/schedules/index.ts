/** Publications and retirements that are due later: waited for by the engine, and carried out. */
export { carryOutSchedule } from './carry-out-schedule.ts';
export { scheduleHandlers } from './schedule-handlers.ts';
export { scheduleList } from './schedule-list.ts';
export { type ScheduleEngine, startScheduleStarter } from './schedule-starter.ts';

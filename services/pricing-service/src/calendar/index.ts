/** The calendar of a price: what it will be and when, carried out in time. */
export { calendarHandlers } from './calendar-handlers.ts';
export { startCalendarMetrics } from './calendar-metrics.ts';
export { startCalendarRunner } from './calendar-runner.ts';

/** Shows how many changes of prices are due, and how many should have been carried out long ago. */
import { gauge, log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { type Repeated, repeatedly } from '@catalog/timing';
import { priceChanges } from '../price/index.ts';

const ROUND_MS = 15_000;

export const startCalendarMetrics = (database: Database): Repeated =>
  repeatedly({
    everyMs: ROUND_MS,
    onFailure: (error) => log.warn('Changes of prices are not counted', { error }),
    async work() {
      const { due, overdue } = await priceChanges(database).count();
      changes.set({ state: 'due' }, due);
      changes.set({ state: 'overdue' }, overdue);
    },
  });

const changes = gauge({
  name: 'price_changes',
  help: 'Changes in the calendars of prices that are due, and those of them that should have been carried out a minute ago',
  labels: ['state'],
});

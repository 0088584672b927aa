create index schedules_due_at on schedules (due_at) where ended_at is null;

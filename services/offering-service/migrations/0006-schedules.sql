alter table product_offerings add column scheduled jsonb;

create index product_offerings_scheduled on product_offerings ((scheduled ->> 'action')) where scheduled is not null;

-- One row per schedule, written with the change of the offering's `scheduled`, until the engine need not be told of it any more.
-- A row outlives its offering: the engine is to forget the schedule of a draft that was deleted, too.
create table schedules (
  schedule_id uuid primary key,
  offering_id uuid not null,
  scheduled_by jsonb not null,
  variables jsonb not null,
  due_at timestamptz not null,
  next_look_at timestamptz not null,
  ended_at timestamptz
);

create index schedules_next_look_at on schedules (next_look_at);

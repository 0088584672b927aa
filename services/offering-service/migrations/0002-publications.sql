-- One row per publication, written with the change to PUBLISHING. It is what is left to start when the engine, or this service, was away.
create table publications (
  saga_id uuid primary key,
  offering_id uuid not null references product_offerings (id),
  variables jsonb not null,
  deadline_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);

create index publications_to_start on publications (deadline_at) where started_at is null and ended_at is null;

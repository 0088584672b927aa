create table history (
  entity_id uuid not null,
  version integer not null,
  change text not null,
  from_status text,
  to_status text,
  changes json not null,
  actor json not null,
  correlation_id text not null,
  at timestamptz not null default now(),
  primary key (entity_id, version)
);

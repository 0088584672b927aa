create table offering_replicas (
  id uuid primary key,
  version integer not null,
  deleted boolean not null,
  state jsonb not null,
  changed_at timestamptz not null default now()
);

create index offering_replicas_specification_ids on offering_replicas using gin ((state -> 'specification_ids')) where not deleted;
create index offering_replicas_tombstones on offering_replicas (changed_at) where deleted;

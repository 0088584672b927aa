create table offering_replicas (
  id uuid primary key,
  version integer not null,
  deleted boolean not null,
  state jsonb not null
);

create index offering_replicas_specification_ids on offering_replicas using gin ((state -> 'specification_ids')) where not deleted;

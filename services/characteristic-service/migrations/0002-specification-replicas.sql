create table specification_replicas (
  id uuid primary key,
  version integer not null,
  deleted boolean not null,
  state jsonb not null
);

create index specification_replicas_characteristic_ids on specification_replicas using gin ((state -> 'characteristic_ids')) where not deleted;

create table characteristic_replicas (
  id uuid primary key,
  version integer not null,
  deleted boolean not null,
  state jsonb not null
);

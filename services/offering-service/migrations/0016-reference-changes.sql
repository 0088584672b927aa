-- What was changed in what offerings refer to: the history of an offering tells of it too.
create table reference_changes (
  entity_id uuid not null,
  version integer not null,
  kind varchar(20) not null,
  name varchar(200) not null,
  change text not null,
  changes json not null,
  actor json not null,
  correlation_id text not null,
  at timestamptz not null,
  primary key (entity_id, version)
);

create table prices (
  id uuid primary key,
  name varchar(200) not null,
  value numeric(10, 2) not null check (value > 0),
  unit varchar(50) not null,
  currency varchar(3) not null,
  locked_by_saga_ids uuid[] not null default '{}',
  locked boolean not null generated always as (cardinality(locked_by_saga_ids) > 0) stored,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- ICU folds the case of every language; the database's own collation knows ASCII only.
create unique index prices_name_unique on prices (lower(name collate "und-x-icu"));
create index prices_locks on prices using gin (locked_by_saga_ids) where locked;

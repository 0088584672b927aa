create table specifications (
  id uuid primary key,
  name varchar(200) not null,
  characteristic_ids uuid[] not null check (cardinality(characteristic_ids) between 1 and 100),
  invalid boolean not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- ICU folds the case of every language; the database's own collation knows ASCII only.
create unique index specifications_name_unique on specifications (lower(name collate "und-x-icu"));
create index specifications_characteristic_ids on specifications using gin (characteristic_ids);

create table characteristics (
  id uuid primary key,
  name varchar(200) not null,
  attribute varchar(200) not null,
  value varchar(100) not null,
  unit_of_measure varchar(20) not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- ICU folds the case of every language; the database's own collation knows ASCII only.
create unique index characteristics_name_unique on characteristics (lower(name collate "und-x-icu"));
create index characteristics_attribute on characteristics (lower(attribute collate "und-x-icu"));

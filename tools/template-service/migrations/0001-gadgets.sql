create table gadgets (
  id uuid primary key,
  name varchar(200) not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- ICU folds the case of every language; the database's own collation knows ASCII only.
create unique index gadgets_name_unique on gadgets (lower(name collate "und-x-icu"));

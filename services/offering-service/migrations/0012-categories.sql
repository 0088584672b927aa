create table categories (
  id uuid primary key,
  name varchar(200) not null,
  parent_id uuid references categories (id),
  sort_order integer not null,
  description text,
  external_id varchar(100),
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create unique index categories_name_unique on categories (parent_id, lower(name collate "und-x-icu")) nulls not distinct;
create unique index categories_external_id_unique on categories (external_id);

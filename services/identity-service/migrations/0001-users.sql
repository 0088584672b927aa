create table users (
  id uuid primary key,
  username varchar(100) not null,
  password_hash varchar(255) not null,
  role varchar(20) not null check (role in ('ADMIN', 'USER')),
  disabled boolean not null default false,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- ICU folds the case of every language; the database's own collation knows ASCII only.
create unique index users_username_unique on users (lower(username collate "und-x-icu"));

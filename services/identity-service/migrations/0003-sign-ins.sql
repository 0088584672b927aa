-- What happened at the door, kept for a while. No foreign key: it outlives the user, and tells of names that nobody has.
create table sign_ins (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  outcome text not null check (outcome in ('SUCCEEDED', 'FAILED', 'LOCKED_OUT', 'REFRESH_REUSED')),
  username text not null,
  user_id uuid,
  address text not null,
  correlation_id text not null
);

create index sign_ins_at on sign_ins (at);
create index sign_ins_username on sign_ins (lower(username collate "und-x-icu"), at);

-- Failures in a row by whom they are counted for: a name, an address, or both together.
create table sign_in_failures (
  key text primary key,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz not null
);

create index sign_in_failures_last_at on sign_in_failures (last_at);
create index refresh_tokens_expires_at on refresh_tokens (expires_at);

-- A user's tokens that were issued before this are no longer good. In whole seconds, as a token says when it was issued.
alter table users add column tokens_not_before timestamptz;
create index users_tokens_not_before on users (tokens_not_before) where tokens_not_before is not null;

-- When the sign-in was that all of a family goes back to.
alter table refresh_tokens add column signed_in_at timestamptz not null default now();

-- Who changed which user, and how. No foreign key: it says what was, whatever becomes of the user. Nobody by whom: made at a start.
create table user_changes (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  user_id uuid not null,
  username text not null,
  by_id text,
  by_username text,
  changes jsonb not null,
  correlation_id text not null
);

create index user_changes_at on user_changes (at);
create index user_changes_user_id on user_changes (user_id, at);

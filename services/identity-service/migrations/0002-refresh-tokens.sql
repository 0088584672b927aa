-- Each is used once and followed by the next of its family; whoever has the table has no token. A family that is gone is revoked.
create table refresh_tokens (
  token_hash char(64) primary key,
  family_id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index refresh_tokens_family on refresh_tokens (family_id);
create index refresh_tokens_user on refresh_tokens (user_id);

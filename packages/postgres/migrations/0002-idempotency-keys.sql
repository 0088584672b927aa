create table idempotency_keys (
  scope text not null,
  key text not null,
  fingerprint text not null,
  outcome json not null, -- json, not jsonb: a replayed body keeps the order of its fields
  created_at timestamptz not null default now(),
  primary key (scope, key)
);

create index idempotency_keys_age on idempotency_keys (created_at);

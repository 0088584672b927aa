create table outbox (
  id uuid primary key,
  seq bigserial not null,
  event_id uuid not null unique,
  aggregate_id uuid not null,
  entity_version integer not null,
  topic text not null,
  payload jsonb not null,
  headers jsonb not null default '{}',
  status text not null default 'PENDING' check (status in ('PENDING', 'SENT', 'FAILED')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  processed_at timestamptz,
  error_message text
);

create index outbox_pending on outbox (seq) where status = 'PENDING';
create index outbox_failed on outbox (seq) where status = 'FAILED';
create index outbox_sent on outbox (processed_at) where status = 'SENT';

-- Every row is inserted, updated once and deleted later: vacuum by number of rows, not by a share of a table that may be large.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000);

-- NOTIFY takes a lock on the whole cluster at commit, which would put all writers in one queue. So a writer notifies only when no relay
-- is awake: a relay that drains holds lock 42. Lock 43 is how that relay, before it sleeps, waits for the writers who saw it awake.
create function notify_outbox() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(43);
  if pg_try_advisory_xact_lock_shared(42) then
    perform pg_notify('outbox_events', new.id::text);
  end if;
  return new;
end;
$$;

create trigger outbox_notify after insert on outbox for each row execute function notify_outbox();

-- ended_at: it is decided what becomes of the offering. settled_at: its process is through as well, so that no price is locked any more.
-- A row outlives its offering: a draft may be deleted while prices of its last publication are still locked.
alter table publications
  drop constraint publications_offering_id_fkey,
  add column requested_at timestamptz,
  add column checked_at timestamptz,
  add column settled_at timestamptz;

update publications set requested_at = coalesce(started_at, ended_at, now());
-- The engine forgets what ended days ago; that is no reason to look into it again.
update publications set settled_at = ended_at where ended_at < now() - interval '1 day';
alter table publications alter column requested_at set not null;

create index publications_to_settle on publications (greatest(started_at, ended_at, checked_at)) where settled_at is null;
create index publications_settled_at on publications (settled_at);
create index publications_offering_id on publications (offering_id);

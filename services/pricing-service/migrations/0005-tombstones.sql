-- Since when a thing is deleted, so that its tombstone can go once no event of before can come any more.
alter table offering_replicas add column changed_at timestamptz not null default now();
create index offering_replicas_tombstones on offering_replicas (changed_at) where deleted;

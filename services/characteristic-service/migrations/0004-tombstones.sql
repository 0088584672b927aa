-- Since when a thing is deleted, so that its tombstone can go once no event of before can come any more.
alter table specification_replicas add column changed_at timestamptz not null default now();
create index specification_replicas_tombstones on specification_replicas (changed_at) where deleted;

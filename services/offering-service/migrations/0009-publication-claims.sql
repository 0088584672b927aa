-- Who works on a publication has claimed it, with no transaction open meanwhile; a claim ends by itself when whoever made it has died.
-- `claims` counts them, so that one that has ended says nothing any more.
alter table publications
  add column claimed_until timestamptz,
  add column claims integer not null default 0;

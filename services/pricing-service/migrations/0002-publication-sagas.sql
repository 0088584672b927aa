-- A saga whose locks were released: a lock that arrives late must change nothing.
create table publication_sagas (
  saga_id uuid primary key,
  released_at timestamptz
);

-- From where somebody has signed in with a name: the failures of others do not keep them out there.
create table known_networks (
  username text not null,
  network text not null,
  last_at timestamptz not null,
  primary key (username, network)
);

create index known_networks_last_at on known_networks (last_at);

-- Failures are forgotten one after the other, not all at once.
alter table sign_in_failures alter column failures type double precision;

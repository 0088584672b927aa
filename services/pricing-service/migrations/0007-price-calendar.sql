alter table prices add column reduced jsonb;

-- What a price will be, and was to be. A row outlives its price, so that what was cancelled with it can be read.
create table price_changes (
  id uuid primary key,
  price_id uuid not null,
  at timestamptz not null,
  value numeric(10, 2) not null check (value >= 0),
  valid_until timestamptz check (valid_until > at),
  status varchar(20) not null,
  previous_value numeric(10, 2),
  scheduled_by jsonb not null,
  asked jsonb not null,
  created_at timestamptz not null,
  began_at timestamptz,
  ended_at timestamptz,
  -- Null once there is nothing to do for it any more.
  next_look_at timestamptz
);

create index price_changes_price on price_changes (price_id, at desc);
create index price_changes_next_look_at on price_changes (next_look_at) where next_look_at is not null;

-- The values that each price had, one after the other; of a deleted price, too. `version` is the price's own of when it began.
create table price_values (
  price_id uuid not null,
  version integer not null,
  value numeric(10, 2) not null,
  currency varchar(3) not null,
  unit varchar(50) not null,
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until >= valid_from),
  primary key (price_id, version)
);

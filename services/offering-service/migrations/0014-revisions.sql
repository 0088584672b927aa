-- What is published is revision n; the next one is prepared beside it. Nobody else may be told: old events mean revision 1.
alter table product_offerings
  add column revision integer not null default 1,
  add column revises integer,
  add column next_revision jsonb,
  add column scheduled_retirement jsonb,
  add column publishing_saga_id uuid generated always as (
    case
      when lifecycle_status = 'PUBLISHING' then saga_id
      when next_revision ->> 'lifecycle_status' = 'PUBLISHING' then (next_revision ->> 'saga_id')::uuid
    end
  ) stored;

create index product_offerings_publishing on product_offerings (publishing_saga_id) where publishing_saga_id is not null;
create index product_offerings_next_specification_ids on product_offerings using gin ((next_revision -> 'specification_ids'));
create index product_offerings_next_pricing_ids on product_offerings using gin ((next_revision -> 'pricing_ids'));

alter table publications add column revision integer not null default 1;

create table characteristic_replicas (
  id uuid primary key,
  version integer not null,
  deleted boolean not null,
  state jsonb not null,
  changed_at timestamptz not null default now()
);
create index characteristic_replicas_tombstones on characteristic_replicas (changed_at) where deleted;

-- A row per published revision, written with its publication: what it said, and what customers saw of what it refers to.
create table offering_revisions (
  offering_id uuid not null,
  revision integer not null,
  revises integer,
  content jsonb not null,
  snapshot jsonb not null,
  saga_id uuid not null,
  published_at timestamptz not null,
  snapshot_at timestamptz not null,
  primary key (offering_id, revision)
);
create index offering_revisions_saga_id on offering_revisions (saga_id);

-- What was published before revisions were kept: its content is known, what customers saw then is as it is now.
insert into offering_revisions (offering_id, revision, content, snapshot, saga_id, published_at, snapshot_at)
select
  id, 1,
  jsonb_build_object(
    'name', name, 'description', description, 'specification_ids', to_jsonb(specification_ids), 'pricing_ids', to_jsonb(pricing_ids),
    'sales_channels', to_jsonb(sales_channels), 'category_ids', to_jsonb(category_ids)
  ),
  jsonb_build_object(
    'specifications', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', replica.id, 'version', replica.version, 'name', replica.state -> 'name',
        'characteristic_ids', replica.state -> 'characteristic_ids', 'characteristics', '[]'::jsonb
      ) order by listed.position)
      from unnest(specification_ids) with ordinality listed (id, position)
      join specification_replicas replica on replica.id = listed.id
    ), '[]'),
    'prices', coalesce((
      select jsonb_agg(replica.state - 'locked' - 'locked_by_saga_ids' - 'created_at' - 'updated_at' order by listed.position)
      from unnest(pricing_ids) with ordinality listed (id, position)
      join price_replicas replica on replica.id = listed.id
    ), '[]')
  ),
  saga_id, published_at, now()
from product_offerings
where lifecycle_status in ('PUBLISHED', 'RETIRED') and saga_id is not null and published_at is not null;

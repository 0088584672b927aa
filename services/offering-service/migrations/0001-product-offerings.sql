create table product_offerings (
  id uuid primary key,
  external_id varchar(100),
  name varchar(200) not null,
  description text,
  specification_ids uuid[] not null,
  pricing_ids uuid[] not null,
  sales_channels varchar(50)[] not null,
  lifecycle_status varchar(20) not null check (lifecycle_status in ('DRAFT', 'PUBLISHING', 'PUBLISHED', 'RETIRED')),
  saga_id uuid,
  last_publication_error jsonb,
  published_at timestamptz,
  retired_at timestamptz,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create unique index product_offerings_external_id_unique on product_offerings (external_id);
create index product_offerings_lifecycle_status on product_offerings (lifecycle_status);
create index product_offerings_updated_at on product_offerings (updated_at);

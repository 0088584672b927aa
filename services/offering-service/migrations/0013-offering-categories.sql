alter table product_offerings add column category_ids uuid[] not null default '{}';
create index product_offerings_category_ids on product_offerings using gin (category_ids);

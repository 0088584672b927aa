-- Who uses a specification or a price is asked wherever one is looked at.
create index product_offerings_specification_ids on product_offerings using gin (specification_ids);
create index product_offerings_pricing_ids on product_offerings using gin (pricing_ids);

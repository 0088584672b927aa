-- What the next revision of an offering lists is in use as well.
create index offering_replicas_next_pricing_ids on offering_replicas using gin ((state -> 'next_revision' -> 'pricing_ids')) where not deleted;

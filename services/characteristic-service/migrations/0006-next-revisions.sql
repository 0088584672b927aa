-- What the next revision of an offering shows counts as well.
create index offering_replicas_next_specification_ids on offering_replicas using gin ((state -> 'next_revision' -> 'specification_ids')) where not deleted;

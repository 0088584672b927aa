-- Of things that have revisions: which one an entry is about; null where that was not recorded yet, and for all others.
alter table history add column revision integer;

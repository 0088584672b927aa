create index publications_requested_at on publications (requested_at);

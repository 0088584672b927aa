-- What is due to be published is the version that was approved; where that was not recorded yet, it is the one there is.
update product_offerings
set scheduled = scheduled || jsonb_build_object('approved_version', version)
where scheduled ->> 'action' = 'publish';

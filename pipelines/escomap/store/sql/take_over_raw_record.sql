-- reads: given_rows (record_id); writes: raw_record, without the given records, which are read again
delete from raw_record where record_id in (select record_id from given_rows)

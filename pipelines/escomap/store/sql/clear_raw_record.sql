-- reads: core_course; writes: raw_record, without the rows of one catalogue that no course came from
-- Runs after take_over_core_course: what is left of the catalogue are courses that its new reading lacks.
delete from raw_record
where catalogue = $catalogue
  and record_id not in (select record_id from core_course where catalogue = $catalogue)

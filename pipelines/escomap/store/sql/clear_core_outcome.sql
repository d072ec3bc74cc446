-- reads: core_course; writes: core_outcome, without the rows of one catalogue; runs before clear_core_course
delete from core_outcome
where course_id in (select course_id from core_course where catalogue = $catalogue)

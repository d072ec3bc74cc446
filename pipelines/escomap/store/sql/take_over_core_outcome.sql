-- reads: given_rows (course_id); writes: core_outcome, without the given courses
delete from core_outcome where course_id in (select course_id from given_rows)

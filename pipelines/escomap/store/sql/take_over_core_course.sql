-- reads: given_rows (course_id); writes: core_course, without the given courses
delete from core_course where course_id in (select course_id from given_rows)

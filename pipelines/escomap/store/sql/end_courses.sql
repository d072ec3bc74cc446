-- reads: given_rows (course_id); writes: core_course, the given courses as ended
update core_course
set ended_at = $ended_at
where course_id in (select course_id from given_rows)

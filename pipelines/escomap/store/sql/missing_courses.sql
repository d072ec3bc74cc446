-- reads: given_rows (course_id), core_course; one row per current course of a catalogue that is not among the given
select course_id
from core_course
where catalogue = $catalogue
  and ended_at is null
  and course_id not in (select course_id from given_rows)
order by course_id

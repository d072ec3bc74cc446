-- reads: core_course, core_course_text; one row per course with this code, identifier or title in any language
select course_id, provider, course_code, title, ended_at
from core_course
where lower(course_code) = lower($wanted)
  or course_id = $wanted
  or lower(title) = lower($wanted)
  or course_id in (select course_id from core_course_text where field = 'title' and lower(text) = lower($wanted))
order by provider, course_code, course_id

-- reads: core_course, core_outcome; one row per outcome of an ended course, or per course without any
select course_id, outcome_id
from core_course
left join core_outcome using (course_id)
where ended_at is not null
order by course_id, outcome_id

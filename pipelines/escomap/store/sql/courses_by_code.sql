-- reads: core_course, sug_level; one row per course with this code or identifier, with its level
select
    course.course_id, course.provider, course.course_code, course.title,
    level.basis, level.eqf_level, level.confidence_score, level.evidence, level.open_reason, level.hints, level.level_policy
from core_course as course
join sug_level as level using (course_id)
where lower(course.course_code) = lower($code) or course.course_id = $code
order by course.provider, course.course_id

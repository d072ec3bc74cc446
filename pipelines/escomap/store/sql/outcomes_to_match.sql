-- reads: core_outcome, core_course, core_course_text; one row per outcome
-- The context of an outcome is its course's title, in the outcome's language where there is one.
select
    outcome.outcome_id,
    outcome.text,
    outcome.lang,
    coalesce(own_title.text, course.title) as context
from core_outcome as outcome
join core_course as course using (course_id)
left join core_course_text as own_title
    on own_title.course_id = outcome.course_id
    and own_title.field = 'title'
    and own_title.lang = outcome.lang
order by outcome.outcome_id

-- reads: core_outcome, core_course, sug_match, sug_skill, sug_level, run_outcome, run_info; one row per outcome of a current course, as the queue of reviewers knows it
-- New is what the last of several runs brought; what the first one brought is not.
with last_run as (
    select last(run_id order by started_at, run_id) as run_id from run_info where catalogue <> '' having count(*) > 1
),

best as (
    select outcome_id, max(confidence_score) as confidence from sug_skill group by outcome_id
)

select
    outcome.outcome_id,
    outcome.course_id,
    outcome.text_key,
    outcome.text,
    outcome.lang,
    course.title,
    course.course_code,
    course.faculty,
    coalesce(course.ects, 0) as ects,
    coalesce(cast(level.eqf_level as varchar), '') as eqf_level,
    coalesce(level.basis, 'none') as basis,
    coalesce(match.best_band, 'none') as band,
    coalesce(best.confidence, 0) as confidence,
    count(*) over (partition by outcome.text_key) as copies,
    coalesce(brought.run_id = last_run.run_id, false) as is_new
from core_outcome as outcome
join core_course as course using (course_id)
left join sug_match as match using (outcome_id)
left join best using (outcome_id)
left join sug_level as level on level.course_id = outcome.course_id
left join run_outcome as brought on brought.outcome_id = outcome.outcome_id
left join last_run on true
where course.ended_at is null
order by outcome.outcome_id

-- reads: core_outcome, core_course, sug_match, sug_skill, sug_level, out_outcome_skill; one row per matched outcome of a current course
-- Where a catalogue names no faculty, its subject stands for it, else its programme.
select
    outcome.outcome_id,
    outcome.text,
    outcome.text_key,
    outcome.lang,
    outcome.course_id,
    course.title as course_title,
    coalesce(nullif(course.faculty, ''), nullif(course.subject, ''), course.programme) as faculty,
    course.ects,
    count(*) over (partition by outcome.course_id) as course_outcomes,
    coalesce('EQF ' || level.eqf_level, 'no level') as level,
    matched.best_band,
    exists (select 1 from out_outcome_skill as link where link.outcome_id = outcome.outcome_id) as is_linked,
    coalesce(best.skill_label_en, '') as best_label,
    coalesce(best.confidence_score, 0) as best_confidence
from core_outcome as outcome
join core_course as course using (course_id)
join sug_match as matched using (outcome_id)
left join sug_skill as best on best.outcome_id = outcome.outcome_id and best.suggestion_rank = 1
left join sug_level as level on level.course_id = outcome.course_id
where course.ended_at is null
order by outcome.outcome_id

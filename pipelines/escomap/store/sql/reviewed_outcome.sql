-- reads: core_outcome, core_course, sug_level, sug_dimension; one row for an outcome with its course, or none
select
    outcome.outcome_id,
    outcome.text,
    outcome.lang,
    outcome.text_key,
    course.course_id,
    course.title,
    course.title_lang,
    course.course_code,
    course.provider,
    course.faculty,
    course.programme,
    course.subject,
    course.ects,
    course.level_text,
    course.url,
    level.eqf_level,
    coalesce(level.basis, 'none') as eqf_basis,
    coalesce(level.evidence, '') as eqf_evidence,
    coalesce(level.hints, '') as eqf_hints,
    coalesce(dimension.dimension, 'none') as dimension,
    coalesce(dimension.dimension_cue, '') as dimension_cue,
    coalesce(dimension.dimension_score, 0) as dimension_score
from core_outcome as outcome
join core_course as course using (course_id)
left join sug_level as level on level.course_id = outcome.course_id
left join sug_dimension as dimension on dimension.outcome_id = outcome.outcome_id
where outcome.outcome_id = $outcome_id
order by outcome.outcome_id

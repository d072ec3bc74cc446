-- reads: sug_consultation, core_outcome, core_course, core_concept_label; one row per link or level that was asked about, what answers move most first
with english as (
    select concept_uri, min(label) as label
    from core_concept_label
    where label_kind = 'preferred' and lang = 'en'
    group by concept_uri
)

select
    course.title as course_title,
    coalesce(outcome.text, '') as text,
    case when asked.question = 'level' then 'EQF ' || asked.value else coalesce(english.label, asked.value) end as proposed,
    asked.agreeing_count,
    asked.differing_count,
    asked.unsure_count,
    asked.confidence_score,
    asked.band,
    asked.share_score,
    asked.disagreement_score
from sug_consultation as asked
left join core_outcome as outcome on outcome.outcome_id = asked.judged_id
join core_course as course on course.course_id = coalesce(outcome.course_id, asked.judged_id)
left join english on english.concept_uri = asked.value
where course.ended_at is null
order by asked.disagreement_score desc, asked.question, asked.judged_id, asked.value

-- reads: given_rows (judged_id), sug_skill, sug_level; one row per link or level that the machine finds for the given outcomes and courses
select
    'link' as question,
    outcome_id as judged_id,
    skill_uri as value,
    max(confidence_score) as confidence_score,
    arg_max(band, confidence_score) as band
from sug_skill
where outcome_id in (select judged_id from given_rows)
group by outcome_id, skill_uri
union all
select 'level' as question, course_id as judged_id, cast(eqf_level as varchar) as value, confidence_score, '' as band
from sug_level
where eqf_level is not null and course_id in (select judged_id from given_rows)
order by question, judged_id, value

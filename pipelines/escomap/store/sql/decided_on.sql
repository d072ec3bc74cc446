-- reads: dec_decision, core_outcome, core_course, core_concept; one row per identifier that decisions name and the database holds
select 'outcome' as kind, outcome_id as known_id
from core_outcome
where outcome_id in (select judged_id from dec_decision)
union all
select 'course' as kind, course_id as known_id
from core_course
where course_id in (select judged_id from dec_decision)
union all
select 'concept' as kind, concept_uri as known_id
from core_concept
where concept_type = 'skill' and status <> 'obsolete' and concept_uri in (select value from dec_decision)
order by kind, known_id

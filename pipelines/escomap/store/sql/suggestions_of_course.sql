-- reads: sug_skill, core_outcome; one row per concept suggested for an outcome of the course
select suggestion.outcome_id, suggestion.skill_uri, max(suggestion.confidence_score) as confidence_score
from sug_skill as suggestion
join core_outcome as outcome using (outcome_id)
where outcome.course_id = $course_id
group by suggestion.outcome_id, suggestion.skill_uri
order by suggestion.outcome_id, suggestion.skill_uri

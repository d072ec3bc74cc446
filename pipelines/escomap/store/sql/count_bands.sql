-- reads: sug_match, core_outcome, core_course; one row per band of an outcome's best suggestion, current courses of the given catalogues
select best_band as name, count(*) as amount
from sug_match
join core_outcome using (outcome_id)
join core_course using (course_id)
where list_contains($catalogues, catalogue) and ended_at is null
group by best_band
order by best_band

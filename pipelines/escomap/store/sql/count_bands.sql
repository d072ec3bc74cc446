-- reads: sug_match, core_outcome, core_course; one row per band of an outcome's best suggestion, given catalogues only
select best_band as name, count(*) as amount
from sug_match
join core_outcome using (outcome_id)
join core_course using (course_id)
where list_contains($catalogues, catalogue)
group by best_band
order by best_band

-- reads: sug_dimension, core_outcome, core_course; one row per dimension, current courses of the given catalogues
select dimension as name, count(*) as amount
from sug_dimension
join core_outcome using (outcome_id)
join core_course using (course_id)
where list_contains($catalogues, catalogue) and ended_at is null
group by dimension
order by amount desc, dimension

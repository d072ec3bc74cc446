-- reads: sug_level, core_course; one row per basis, current courses of the given catalogues
select basis as name, count(*) as amount
from sug_level
join core_course using (course_id)
where list_contains($catalogues, catalogue) and ended_at is null
group by basis
order by amount desc, basis

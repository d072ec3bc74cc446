-- reads: sug_level, core_course; one row per basis, given catalogues only
select basis as name, count(*) as amount
from sug_level
join core_course using (course_id)
where list_contains($catalogues, catalogue)
group by basis
order by amount desc, basis

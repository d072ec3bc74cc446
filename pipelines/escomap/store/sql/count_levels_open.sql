-- reads: sug_level, core_course; one row per reason for an open level, current courses of the given catalogues
select open_reason as name, count(*) as amount
from sug_level
join core_course using (course_id)
where list_contains($catalogues, catalogue) and ended_at is null and open_reason <> ''
group by open_reason
order by amount desc, open_reason

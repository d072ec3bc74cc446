-- reads: core_outcome, core_course; one row per language, current courses of the given catalogues
select lang as name, count(*) as amount
from core_outcome
join core_course using (course_id)
where list_contains($catalogues, catalogue) and ended_at is null
group by lang
order by amount desc, lang

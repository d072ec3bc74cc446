-- reads: core_outcome, core_course; one row per language of the given catalogues
select lang as name, count(*) as amount
from core_outcome
join core_course using (course_id)
where list_contains($catalogues, catalogue)
group by lang
order by amount desc, lang

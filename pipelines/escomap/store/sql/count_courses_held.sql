-- reads: given_rows (course_id), core_course; one row per other catalogue that holds one of the given courses
select
    catalogue as name,
    count(*) filter (where course_id in (select course_id from given_rows)) as amount,
    count(*) filter (where ended_at is null and course_id not in (select course_id from given_rows)) as kept
from core_course
where catalogue <> $catalogue
group by catalogue
having amount > 0
order by catalogue

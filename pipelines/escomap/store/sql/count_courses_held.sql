-- reads: given_rows (course_id), core_course; one row per catalogue that holds one of the given courses
select catalogue as name, count(*) as amount
from core_course
where course_id in (select course_id from given_rows)
group by catalogue
order by catalogue

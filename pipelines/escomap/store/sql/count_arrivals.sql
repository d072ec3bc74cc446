-- reads: given_rows (course_id), core_course; one row: given courses that are new, that had ended, that the catalogue had
select
    count(*) filter (where present.course_id is null) as added,
    count(*) filter (where present.ended_at is not null) as returned,
    count(*) filter (where present.catalogue = $catalogue and present.ended_at is null) as continued
from given_rows as given
left join core_course as present using (course_id)
order by added

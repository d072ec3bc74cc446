-- reads: raw_reject; one row per code and scope, given catalogues only
select reject_code || ' (' || reject_scope || ')' as name, count(*) as amount
from raw_reject
where list_contains($catalogues, catalogue)
group by all
order by amount desc, name

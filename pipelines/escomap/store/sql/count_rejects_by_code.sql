-- reads: raw_reject; one row per code and scope
select reject_code || ' (' || reject_scope || ')' as name, count(*) as amount
from raw_reject group by all order by amount desc, name

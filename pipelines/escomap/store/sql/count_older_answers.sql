-- reads: sug_skill; one row per other ESCO release that answers are from
select esco_version as name, count(distinct outcome_id) as amount
from sug_skill
where esco_version <> $esco_version
group by esco_version
order by esco_version

-- reads: dec_standing; one row per subject, judgement and effect of what people decided
select subject, judgement, effect, value = '' as is_any, count(*) as amount
from dec_standing
group by all
order by subject, judgement, effect, is_any

-- reads: dec_same_words; one row per judgement that outcomes got from others in the same words
select judgement, skill_uri = '' as is_any, count(*) as amount
from dec_same_words
group by all
order by judgement, is_any
